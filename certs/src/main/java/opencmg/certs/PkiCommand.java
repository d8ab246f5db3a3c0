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

/** A command on a lab directory: 0 done, 1 failed, 2 asked for what cannot be; each fault is one line. */
abstract class PkiCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--dir", paramLabel = "DIR", description = "Where the PKI lies; default ${DEFAULT-VALUE}.")
    private Path dir = Path.of(".lab", "pki");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("unused") // picocli looks at it itself
    private boolean help;

    /** The work; lines for people go to {@code out}. */
    abstract void run(Path directory, PrintWriter out) throws IOException;

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            run(dir.toAbsolutePath().normalize(), out);
            out.flush();
            return 0;
        } catch (InvalidCertificateRequestException e) {
            return complain(e.getMessage(), 2);
        } catch (UncheckedIOException e) {
            return complain(e.getMessage(), 1);
        } catch (IOException e) {
            return complain(line(e), 1);
        }
    }

    private int complain(@Nullable String line, int exitCode) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(spec.qualifiedName() + ": " + line);
        err.flush();
        return exitCode;
    }

    /** The runtime's own message for a missing file is its name and nothing else. */
    private static String line(IOException e) {
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

    /** How a person calls a sibling of this command. */
    String sibling(String name) {
        CommandLine parent = spec.commandLine().getParent();
        return (parent == null ? "" : parent.getCommandSpec().qualifiedName() + " ") + name;
    }

    static String day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
