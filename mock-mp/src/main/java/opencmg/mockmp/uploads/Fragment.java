package opencmg.mockmp.uploads;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Content-Range of a fragment ([MC-BUP] 2.2.6).
 *
 * @param from first byte
 * @param to last byte
 * @param total size of the whole file
 */
record Fragment(long from, long to, long total) {

    private static final Pattern FORM = Pattern.compile("bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})");

    /** Parses a header; empty for anything but a range of a file of known size. */
    static Optional<Fragment> of(@Nullable String header) {
        Matcher range = FORM.matcher(header == null ? "" : header.strip());
        if (!range.matches()) {
            return Optional.empty();
        }
        Fragment fragment = new Fragment(
                Long.parseLong(range.group(1)), Long.parseLong(range.group(2)), Long.parseLong(range.group(3)));
        boolean possible = fragment.from <= fragment.to && fragment.to < fragment.total;
        return possible ? Optional.of(fragment) : Optional.empty();
    }

    long length() {
        return to - from + 1;
    }
}
