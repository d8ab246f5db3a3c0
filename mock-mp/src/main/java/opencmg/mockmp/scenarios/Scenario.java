package opencmg.mockmp.scenarios;

import java.util.Locale;
import opencmg.settings.Require;

/**
 * A rule for faults on demand.
 *
 * @param name name of the rule
 * @param path case-insensitive prefix of the affected paths; {@code /} for all
 * @param role affected role: MP, SUP, or empty for both
 * @param fault what happens to the request
 * @param millis delay of SLOW
 * @param times number of affected requests before the rule ends; 0 for no end
 */
public record Scenario(String name, String path, String role, Fault fault, int millis, int times) {

    private static final int MAX_DELAY_MILLIS = 600_000;

    public Scenario {
        Require.matches(name, "[A-Za-z0-9_-]{1,64}", "name", "slow-sts");
        Require.matches(path, "/.{0,200}", "path", "/CCM_STS");
        role = role == null ? "" : role.toUpperCase(Locale.ROOT);
        Require.matches(role, "MP|SUP|", "role", "MP");
        fault = Require.present(fault, "fault", "SLOW");
        if (millis < 0 || millis > MAX_DELAY_MILLIS || times < 0) {
            throw new IllegalArgumentException(
                    "millis must be 0 to 600000 and times not negative, for example millis: 2000");
        }
    }

    boolean matches(String path) {
        return path.regionMatches(true, 0, this.path, 0, this.path.length());
    }

    /** Kinds of faults. */
    public enum Fault {
        /** The response is delayed. */
        SLOW,
        /** A 200 whose body never ends. */
        ENDLESS_BODY,
        /** The connection is closed after the head and a part of the body. */
        CUT,
        /** The connection is closed before any response. */
        CUT_AT_ONCE,
        /** 403 Client certificate required, as IIS with "require client certificate". */
        CLIENT_CERTIFICATE_REQUIRED,
        /** 403 Forbidden. */
        FORBIDDEN,
        /** 401 Unauthorized. */
        UNAUTHORIZED,
        /** 500 Internal Server Error. */
        SERVER_ERROR,
        /** 503 Service Unavailable. */
        UNAVAILABLE,
        /** A 200 with an invalid multipart message. */
        MALFORMED_REPLY
    }
}
