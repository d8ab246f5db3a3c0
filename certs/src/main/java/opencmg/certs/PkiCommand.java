package opencmg.certs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command on a lab directory. Exit codes: 0 success, 1 failure, 2 invalid request. An error is one line. */
abstract class PkiCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--dir", paramLabel = "DIR", description = "Directory of the PKI; default ${DEFAULT-VALUE}.")
    private Path dir = Path.of(".lab", "pki");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    /** Runs the command; output for the user goes to {@code out}. */
    abstract void run(Path directory, PrintWriter out) throws IOException;

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            run(dir.toAbsolutePath().normalize(), out);
            out.flush();
            return 0;
        } catch (InvalidCertificateRequestException e) {
            return reportError(e.getMessage(), 2);
        } catch (UncheckedIOException e) {
            return reportError(e.getMessage(), 1);
        } catch (IOException e) {
            return reportError(describe(e), 1);
        }
    }

    private int reportError(@Nullable String message, int exitCode) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(spec.qualifiedName() + ": " + message);
        err.flush();
        return exitCode;
    }

    /** The JDK's message of a {@link FileSystemException} is often the file name only. */
    private static String describe(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or folder";
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": not permitted";
        }
        if (e instanceof FileSystemException fault && fault.getReason() != null) {
            return fault.getFile() + ": " + fault.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    /** The full command line name of another subcommand of {@code certs}. */
    String sibling(String name) {
        CommandLine parent = spec.commandLine().getParent();
        return (parent == null ? "" : parent.getCommandSpec().qualifiedName() + " ") + name;
    }

    static String day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
