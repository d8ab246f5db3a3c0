package opencmg.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the bytes of a representation that a GET with a Range field asks for (RFC 9110 section 14). One range is served. A field that is malformed, has
 * another unit or names several ranges is ignored, as section 14.2 allows. Callers pass no Range for other methods: only GET defines it.
 */
public final class Ranges {

    private static final Pattern ONE_RANGE = Pattern.compile("(?i:bytes)=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*");

    private Ranges() {}

    /**
     * What to answer.
     *
     * @param status 200 for the whole, 206 for a part, 416 when no byte of the range exists
     * @param first offset of the first byte
     * @param length number of bytes; 0 for 416
     * @param size size of the whole in bytes
     */
    public record Selection(int status, long first, long length, long size) {

        /** Value of Content-Range (RFC 9110 section 14.4); null for 200. */
        public @Nullable String contentRange() {
            return switch (status) {
                case 206 -> "bytes " + first + "-" + (first + length - 1) + "/" + size;
                case 416 -> "bytes */" + size;
                default -> null;
            };
        }
    }

    /**
     * Chooses the bytes to send.
     *
     * @param range the Range field; null when there is none
     * @param ifRange the If-Range field (section 13.1.5); null when there is none. Where it names another state of the representation, the whole is sent
     * @param entityTag the current entity tag with its quotes
     * @param lastModified the current Last-Modified field; null when there is none
     * @param size size of the whole in bytes
     */
    public static Selection select(
            @Nullable String range,
            @Nullable String ifRange,
            String entityTag,
            @Nullable String lastModified,
            long size) {
        Selection whole = new Selection(200, 0, size, size);
        if (range == null || !isCurrent(ifRange, entityTag, lastModified)) {
            return whole;
        }
        Matcher numbers = ONE_RANGE.matcher(range);
        if (!numbers.matches()) {
            return whole;
        }
        long first = number(numbers, 1);
        long last = number(numbers, 2);
        if (first < 0) {
            return last < 0 ? whole : suffix(last, size);
        }
        if (last >= 0 && last < first) {
            return whole; // section 14.1.1: such a range is invalid
        }
        if (first >= size) {
            return unsatisfiable(size);
        }
        long end = last < 0 ? size - 1 : Math.min(last, size - 1);
        return new Selection(206, first, end - first + 1, size);
    }

    /** The comparison is a strong one: a weak entity tag never matches. */
    private static boolean isCurrent(@Nullable String ifRange, String entityTag, @Nullable String lastModified) {
        if (ifRange == null) {
            return true;
        }
        String validator = ifRange.strip();
        return !validator.startsWith("W/") && (validator.equals(entityTag) || validator.equals(lastModified));
    }

    private static Selection suffix(long wanted, long size) {
        long length = Math.min(wanted, size);
        return length == 0 ? unsatisfiable(size) : new Selection(206, size - length, length, size);
    }

    private static Selection unsatisfiable(long size) {
        return new Selection(416, 0, 0, size);
    }

    /** A number of at most 18 digits; -1 when it is missing. */
    private static long number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null || digits.isEmpty() ? -1 : Long.parseLong(digits);
    }
}
