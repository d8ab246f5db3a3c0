package opencmg.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks record components. Each message names the key and shows a valid value. */
public final class Require {

    /** Set while a constructor runs a second time to collect all missing keys. */
    private static final ThreadLocal<@Nullable List<String>> COLLECTED = new ThreadLocal<>();

    private Require() {}

    public static <T> T present(@Nullable T value, String key, String example) {
        if (value == null) {
            String missing = key + " is missing, for example " + key + ": " + example;
            List<String> collected = COLLECTED.get();
            if (collected == null) {
                throw new IllegalArgumentException(missing);
            }
            collected.add(missing);
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
     * Runs a constructor and collects every missing key instead of stopping at the first. Missing values become null; failures that follow from
     * that are ignored.
     *
     * @param construct calls the constructor
     */
    static List<String> allMissing(Runnable construct) {
        List<String> collected = new ArrayList<>();
        COLLECTED.set(collected);
        try {
            construct.run();
        } catch (RuntimeException causedByMissingKeys) {
            // The missing keys must be fixed first, whatever else is wrong.
        } finally {
            COLLECTED.remove();
        }
        return collected;
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"
    }) // only while collecting, when the record is discarded
    private static <T> T absent() {
        return null;
    }
}
