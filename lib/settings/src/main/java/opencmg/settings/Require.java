package opencmg.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks of record components; each message names the key and shows a value that is right. */
public final class Require {

    /** Set while a constructor is run a second time to hear all that it misses. */
    private static final ThreadLocal<@Nullable List<String>> GATHERED = new ThreadLocal<>();

    private Require() {}

    public static <T> T present(@Nullable T value, String key, String example) {
        if (value == null) {
            String missing = key + " is missing, for example " + key + ": " + example;
            List<String> gathered = GATHERED.get();
            if (gathered == null) {
                throw new IllegalArgumentException(missing);
            }
            gathered.add(missing);
            return absent();
        }
        return value;
    }

    public static void matches(@Nullable String value, String pattern, String key, String example) {
        String given = present(value, key, example);
        if (given != null && !given.matches(pattern)) {
            throw new IllegalArgumentException(key + " is '" + given + "', which is not of the form " + pattern
                    + ", for example " + key + ": " + example);
        }
    }

    /**
     * All that a constructor misses, where it would stop at the first. It gets null for what is missing; what it says of that, beyond
     * {@link #present}, is not heard.
     *
     * @param construct runs the constructor and throws what it throws
     */
    static List<String> allMissing(Runnable construct) {
        List<String> gathered = new ArrayList<>();
        GATHERED.set(gathered);
        try {
            construct.run();
        } catch (RuntimeException causedByWhatIsMissing) {
            // Whatever it is, the missing keys are to be mended first.
        } finally {
            GATHERED.remove();
        }
        return gathered;
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"
    }) // only while gathering, where nobody uses the record
    private static <T> T absent() {
        return null;
    }
}
