package opencmg.mockmp.policy;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import opencmg.settings.Require;

/**
 * One version of a policy.
 *
 * @param id for example {@code {4a3b1c0e-...}}
 * @param version for example {@code 1.00}
 * @param category for example {@code ClientAgentConfig}
 * @param secret whether it is sent only to an approved device, encrypted for it
 * @param body XML
 */
public record Policy(String id, String version, String category, boolean secret, String body) {

    private static final int MAX_BODY_LENGTH = 1_000_000;

    public Policy {
        Require.matches(id, "[{}A-Za-z0-9_-]{1,100}", "id", "{5d0b4f5e-8f7f-4e0b-9d0a-1c2b3a4d5e6f}");
        Require.matches(version, "[0-9]{1,4}\\.[0-9]{1,4}", "version", "1.00");
        Require.matches(category, "[A-Za-z0-9_ .-]{1,100}", "category", "ClientAgentConfig");
        if (Require.present(body, "body", "<Policy/>").length() > MAX_BODY_LENGTH) {
            throw new IllegalArgumentException("body is longer than " + MAX_BODY_LENGTH + " characters");
        }
        if (body.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("body holds a NUL, which no XML does");
        }
    }

    static Policy read(ResultSet row) throws SQLException {
        return new Policy(
                row.getString("policy_id"),
                row.getString("version"),
                row.getString("category"),
                row.getBoolean("secret"),
                row.getString("body"));
    }

    /** Id and version as in a policy location: dots of the version become underscores. */
    String address() {
        return id + "." + version.replace('.', '_');
    }

    /** Digest of the body in UTF-16LE, in upper-case hex. */
    String hash(String algorithm) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(body.getBytes(UTF_16LE)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
