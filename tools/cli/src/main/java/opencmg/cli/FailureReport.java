package opencmg.cli;

import java.io.PrintWriter;
import opencmg.certs.InvalidCertificateRequestException;
import opencmg.client.setup.InvalidCommandLineException;
import opencmg.client.setup.SetupFailedException;
import opencmg.launch.ExitCode;
import opencmg.launch.ServerProgram;

/** Prints one line for each fault of a failed command and returns the exit code. The log has the stack trace with {@code -v}. */
final class FailureReport {

    private FailureReport() {}

    static int print(Throwable failure, PrintWriter err) {
        if (failure instanceof InvalidCommandLineException || failure instanceof InvalidCertificateRequestException) {
            err.println("opencmg: " + failure.getMessage());
            return ExitCode.BAD_USAGE;
        }
        if (failure instanceof SetupFailedException setup) {
            err.println("opencmg: failed at hop " + setup.hop() + " with "
                    + setup.code().hex() + ": " + setup.getMessage());
            return ExitCode.FAILED;
        }
        return ServerProgram.reportFailure("opencmg", failure, err);
    }
}
