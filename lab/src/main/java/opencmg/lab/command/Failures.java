package opencmg.lab.command;

import java.io.PrintWriter;
import opencmg.certs.BadOrder;
import opencmg.lab.ccmsetup.BadCommandLine;
import opencmg.lab.ccmsetup.SetupFailed;
import opencmg.settings.InvalidSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a command could not do, in one line for each fault, and its exit code. The stack is in the log with {@code -v}. */
final class Failures {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static int tell(Throwable failure, PrintWriter err) {
        if (failure instanceof InvalidSettings invalid) {
            invalid.faults().forEach(fault -> err.println("opencmg: " + fault));
            return Exit.BAD_USAGE;
        }
        if (failure instanceof BadCommandLine || failure instanceof BadOrder) {
            err.println("opencmg: " + failure.getMessage());
            return Exit.BAD_USAGE;
        }
        if (failure instanceof SetupFailed setup) {
            err.println("opencmg: failed at hop " + setup.hop() + " with "
                    + setup.code().hex() + ": " + setup.getMessage());
            return Exit.FAILED;
        }
        log.atDebug().setCause(failure).log("command failed");
        err.println("opencmg: " + (failure.getMessage() == null ? failure.toString() : failure.getMessage()));
        return Exit.FAILED;
    }
}
