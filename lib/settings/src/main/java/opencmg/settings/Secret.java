package opencmg.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A value that must not be logged or printed: {@code toString} returns a mask. It comes from a file, never from a command line. */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /**
     * The first line of a file.
     *
     * @throws InvalidSettingsException if the file cannot be read or is empty
     */
    public static Secret fromFile(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
            if (text.isEmpty()) {
                throw new InvalidSettingsException(
                        file.toString(),
                        "",
                        "holds no secret; put one line into it, for example with: openssl rand -hex 32");
            }
            return new Secret(text);
        } catch (IOException e) {
            throw new InvalidSettingsException(file.toString(), "", "the secret cannot be read: " + e);
        }
    }

    /** The value itself, for the code that sends or signs with it. */
    public String reveal() {
        return value;
    }

    /** Compares in constant time. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "******";
    }
}
