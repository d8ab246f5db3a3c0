package opencmg.mockmp.tokens;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The command line of BulkRegistrationTokenTool.exe: {@code /?}, {@code /new}, {@code /lifetime:MINUTES}. Slash, dash and double dash are the same,
 * the case does not matter, and the minutes may follow a colon, an equals sign or a blank.
 */
public final class BulkRegistrationTokenTool {

    private static final String USAGE = """
        Creates bulk registration tokens for internet-based devices.

          /?                  shows this text
          /new                creates a new token
          /lifetime:MINUTES   with /new: how long it is valid; %d (3 days) if not given, at most %d (7 days)

        Examples:
          BulkRegistrationTokenTool.exe /new
          BulkRegistrationTokenTool.exe /new /lifetime:4320
        """.formatted(BulkLifetime.DEFAULT_MINUTES, BulkLifetime.MAX_MINUTES);

    private final BulkTokens tokens;

    public BulkRegistrationTokenTool(BulkTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Runs the tool.
     *
     * @return exit code: 0 done, 1 the site refused, 2 the arguments are wrong
     */
    public int run(List<String> arguments, PrintStream out, PrintStream errors) {
        Wish wish;
        try {
            wish = Wish.of(arguments);
        } catch (TokenRefusedException e) {
            errors.println(e.getMessage());
            return 2;
        }
        if (wish.help()) {
            out.print(USAGE);
            return 0;
        }
        try {
            print(tokens.issue(wish.minutes()), out);
            return 0;
        } catch (TokenRefusedException e) {
            errors.println(e.getMessage());
            return 1;
        }
    }

    private static void print(IssuedToken token, PrintStream out) {
        Duration lifetime = Duration.between(token.notBefore(), token.expires());
        out.println("Token GUID: " + token.id());
        out.println("Valid from " + token.notBefore() + " to " + token.expires() + " (" + lifetime.toMinutes()
                + " minutes)");
        out.println("Token: " + token.token());
        out.println("It is stored nowhere: copy it now, and keep it safe.");
    }

    private record Wish(boolean help, int minutes) {

        static Wish of(List<String> arguments) {
            boolean asked = false;
            int minutes = BulkLifetime.DEFAULT_MINUTES;
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i).toLowerCase(Locale.ROOT).replaceFirst("^(--|-|/)", "");
                if (argument.equals("?") || argument.equals("help")) {
                    return new Wish(true, minutes);
                } else if (argument.equals("new")) {
                    asked = true;
                } else if (argument.equals("lifetime") && i + 1 < arguments.size()) {
                    minutes = minutes(arguments.get(++i));
                } else if (argument.startsWith("lifetime:") || argument.startsWith("lifetime=")) {
                    minutes = minutes(argument.substring("lifetime:".length()));
                } else {
                    throw new TokenRefusedException("'" + arguments.get(i)
                            + "' is not known here; for example /new /lifetime:4320, or /? for help");
                }
            }
            // The product's own example gives /lifetime alone; it makes a token too. Nothing at all shows the usage.
            return new Wish(!asked && arguments.isEmpty(), minutes);
        }

        private static int minutes(String text) {
            if (!text.matches("[0-9]{1,9}")) {
                throw new TokenRefusedException(
                        "'" + text + "' is not a number of minutes, for example /lifetime:4320");
            }
            return BulkLifetime.checked(Long.parseLong(text));
        }
    }
}
