package opencmg.mockmp.scenarios;

import java.util.Locale;
import opencmg.settings.Require;

/**
 * A fault on demand.
 *
 * @param name what people call it
 * @param path prefix of the paths that it strikes, without regard to case; {@code /} for all
 * @param role MP, SUP, or empty for both
 * @param fault what happens
 * @param millis for SLOW: how long the answer waits
 * @param times how often before it ends by itself; 0 for always
 */
public record Scenario(String name, String path, String role, ScenarioFault fault, int millis, int times) {

    private static final int LONGEST_DELAY = 600_000;

    public Scenario {
        Require.matches(name, "[A-Za-z0-9_-]{1,64}", "name", "slow-sts");
        Require.matches(path, "/.{0,200}", "path", "/CCM_STS");
        role = role == null ? "" : role.toUpperCase(Locale.ROOT);
        Require.matches(role, "MP|SUP|", "role", "MP");
        fault = Require.present(fault, "fault", "SLOW");
        if (millis < 0 || millis > LONGEST_DELAY || times < 0) {
            throw new IllegalArgumentException(
                    "millis must be 0 to 600000 and times not negative, for example millis: 2000");
        }
    }

    boolean strikes(String path) {
        return path.regionMatches(true, 0, this.path, 0, this.path.length());
    }
}
