package opencmg.settings;

import org.jspecify.annotations.Nullable;

/** Checks of record components; each message names the key and shows a value that is right. */
public final class Require {

    private Require() {}

    public static <T> T present(@Nullable T value, String key, String example) {
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing, for example " + key + ": " + example);
        }
        return value;
    }

    public static void matches(@Nullable String value, String pattern, String key, String example) {
        if (!present(value, key, example).matches(pattern)) {
            throw new IllegalArgumentException(key + " is '" + value + "', which is not of the form " + pattern
                    + ", for example " + key + ": " + example);
        }
    }
}
