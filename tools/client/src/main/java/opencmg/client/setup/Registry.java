package opencmg.client.setup;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The only registry value that this client uses, {@code ClientAlwaysOnInternet} (protocol.md 2.9), in a file in the format of {@code reg export}. {@code
 * reg import} on a Windows computer accepts the same file.
 */
final class Registry {

    /** An export of that key is much smaller. */
    private static final long MAX_BYTES = 1 << 20;

    private static final Pattern KEY = Pattern.compile(
            "\\[(?:HKEY_LOCAL_MACHINE|HKLM)\\\\SOFTWARE\\\\Microsoft\\\\CCM\\\\Security]", Pattern.CASE_INSENSITIVE);
    private static final Pattern FLAG =
            Pattern.compile("\"ClientAlwaysOnInternet\"=dword:0{0,7}1", Pattern.CASE_INSENSITIVE);

    private static final String EXPORT = """
            Windows Registry Editor Version 5.00

            [HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\CCM\\Security]
            "ClientAlwaysOnInternet"=dword:00000001
            """;

    private final Path file;

    /** @param file may be missing, then the value is not set */
    Registry(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    boolean alwaysOnInternet() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        boolean inKey = false;
        boolean set = false;
        for (String line : text().lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                inKey = KEY.matcher(line).matches();
            } else if (inKey && line.toLowerCase(Locale.ROOT).startsWith("\"clientalwaysoninternet\"=")) {
                set = FLAG.matcher(line).matches();
            }
        }
        return set;
    }

    /** Stores the effect of {@code CCMALWAYSINF=1}, so that the next start needs no command line. */
    void setAlwaysOnInternet() throws IOException {
        if (!alwaysOnInternet()) {
            Files.writeString(file, EXPORT.replace("\n", "\r\n"), StandardCharsets.UTF_8);
        }
    }

    private String text() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidCommandLineException(file
                    + " is too large for a registry export; export HKLM\\SOFTWARE\\Microsoft\\CCM\\Security alone");
        }
        byte[] bytes = Files.readAllBytes(file);
        boolean utf16 = bytes.length > 1 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe;
        Charset charset = utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        return new String(bytes, charset);
    }
}
