package opencmg.mockmp.clientid;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SMSID of a client. Its text form, {@code GUID:} and the GUID in upper case, is what clients sign (protocol.md 2.4). */
public record SmsId(UUID value) {

    private static final Pattern FORM = Pattern.compile(
            "(?:GUID:)?\\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\}?",
            Pattern.CASE_INSENSITIVE);

    /** Parses {@code GUID:...} in any case, with or without prefix and braces; empty for anything else. */
    public static Optional<SmsId> parse(@Nullable String text) {
        Matcher matcher = FORM.matcher(text == null ? "" : text.strip());
        return matcher.matches() ? Optional.of(new SmsId(UUID.fromString(matcher.group(1)))) : Optional.empty();
    }

    @Override
    public String toString() {
        return "GUID:" + value.toString().toUpperCase(Locale.ROOT);
    }
}
