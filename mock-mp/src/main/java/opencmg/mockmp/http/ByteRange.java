package opencmg.mockmp.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A single byte range of RFC 9110 section 14.
 *
 * @param from first byte
 * @param length number of bytes
 * @param total size of the whole
 */
public record ByteRange(long from, long length, long total) {

    private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /** Whether the range is not the whole. */
    public boolean partial() {
        return length != total;
    }

    /** Value of Content-Range. */
    public String contentRange() {
        return "bytes " + from + "-" + (from + length - 1) + "/" + total;
    }

    /**
     * The part that is wanted of {@code total} bytes. What is no single range is ignored, as the RFC allows.
     *
     * @return empty when the range cannot be satisfied: 416
     */
    public static Optional<ByteRange> of(@Nullable String header, long total) {
        Matcher range = FORM.matcher(header == null ? "" : header.strip());
        if (!range.matches() || (range.group(1) + range.group(2)).isEmpty()) {
            return Optional.of(new ByteRange(0, total, total));
        }
        if (String.valueOf(range.group(1)).isEmpty()) {
            long last = Math.min(Long.parseLong(range.group(2)), total);
            return last == 0 ? Optional.empty() : Optional.of(new ByteRange(total - last, last, total));
        }
        long from = Long.parseLong(range.group(1));
        long to = String.valueOf(range.group(2)).isEmpty()
                ? total - 1
                : Math.min(Long.parseLong(range.group(2)), total - 1);
        return from >= total || to < from ? Optional.empty() : Optional.of(new ByteRange(from, to - from + 1, total));
    }
}
