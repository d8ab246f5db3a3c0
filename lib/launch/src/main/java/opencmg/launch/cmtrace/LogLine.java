package opencmg.launch.cmtrace;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A line of a client's log.
 *
 * @param time in the zone of the client
 * @param component that logs
 * @param thread id
 * @param sourceFile with line, for example {@code ccmsetup.cpp:1234}
 * @param text may hold line breaks
 */
public record LogLine(
        ZonedDateTime time, String component, Severity severity, long thread, String sourceFile, String text) {

    /** The {@code type} of a line; CMTrace shows warnings yellow and errors red. */
    public enum Severity {
        INFO(1),
        WARNING(2),
        ERROR(3);

        private final int type;

        Severity(int type) {
            this.type = type;
        }
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MM-dd-yyyy", Locale.ROOT);

    String format() {
        return "<![LOG[" + text + "]LOG]!><time=\"" + TIME.format(time) + bias() + "\" date=\"" + DATE.format(time)
                + "\" component=\"" + component + "\" context=\"\" type=\"" + severity.type + "\" thread=\"" + thread
                + "\" file=\"" + sourceFile + "\">";
    }

    /** Minutes from local time to UTC, with sign: {@code +240}, {@code -60}, {@code +000}. */
    private String bias() {
        int minutes = -time.getOffset().getTotalSeconds() / 60;
        return minutes == 0 ? "+000" : String.format(Locale.ROOT, "%+d", minutes);
    }
}
