package opencmg.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import opencmg.settings.InvalidSettingsException;

/** Parses option values for several commands. An error names the option and shows a valid example. */
public final class OptionValues {

    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([smh]?)");

    private OptionValues() {}

    public static Path readable(String option, Path file) {
        if (!Files.isReadable(file)) {
            throw new InvalidSettingsException(
                    option, "", file + " cannot be read, for example " + option + " .lab/pki/root.pem");
        }
        return file;
    }

    /** {@code 90s}, {@code 5m}, {@code 1h}, or seconds without a unit. */
    public static Duration time(String option, String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidSettingsException(option, "", "'" + text + "' is no time, for example " + option + " 60s");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
