package opencmg.certs;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a password from a file or the terminal. Not from the command line, which other users of the machine can see. */
final class PasswordSource {

    private static final String MISSING_PASSWORD =
            "--p12 needs a password, for example --password-file pw.txt with it in the first line";

    private PasswordSource() {}

    static char[] fromFileOrPrompt(@Nullable Path file) throws IOException {
        return file == null ? prompt() : firstLine(file);
    }

    private static char[] firstLine(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line = reader.readLine();
            if (line == null || line.isEmpty()) {
                throw new InvalidCertificateRequestException(file + " has no password in its first line");
            }
            return line.toCharArray();
        }
    }

    /** Without a terminal the console is null up to Java 21; later its first read returns null. Both are handled. */
    @SuppressWarnings("SystemConsoleNull")
    private static char[] prompt() {
        Console console = System.console();
        if (console == null) {
            throw new InvalidCertificateRequestException(MISSING_PASSWORD);
        }
        char[] password = console.readPassword("Password for the PKCS#12 file: ");
        char[] repeated = console.readPassword("The same again: ");
        if (password == null || password.length == 0) {
            throw new InvalidCertificateRequestException(MISSING_PASSWORD);
        }
        if (!Arrays.equals(password, repeated)) {
            throw new InvalidCertificateRequestException("the two passwords differ");
        }
        return password;
    }
}
