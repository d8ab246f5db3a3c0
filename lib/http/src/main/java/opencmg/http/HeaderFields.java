package opencmg.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one message, in the order received; lookups scan them. A message has ten or twenty and each hop copies them all, so copying has to be
 * cheap: hashing and validating them again at every copy took a tenth of the CPU of a request. Nothing is validated here. The decoder has validated what was
 * received, and the HTTP/1.1 encoder validates what is sent. Not thread-safe.
 *
 * <p>Also the one place that says which fields of a message a hop passes on (RFC 9110 section 7.6.1), and what it adds to {@code Via}.
 */
public final class HeaderFields implements MultiMap {

    private static final int INITIAL_FIELDS = 24;

    private static final List<String> KEEP_ALIVE = List.of("keep-alive");

    private String[] fields = new String[2 * INITIAL_FIELDS]; // name, value, name, value
    private int end;

    /** The fields themselves where they are of this type, otherwise a copy. Neither may be changed from then on, since they may be shared. */
    public static HeaderFields of(MultiMap fields) {
        return fields instanceof HeaderFields list ? list : new HeaderFields().addAll(fields);
    }

    // ------------------------------------------------------------------ what a hop passes on

    /**
     * Copies the end-to-end fields: without those of one connection, without those that {@code Connection} names (RFC 9110 section 7.6.1), and without those
     * that {@code excluded} accepts. Names in lower case.
     *
     * @param excluded gets names in lower case
     */
    public static void copyEndToEnd(MultiMap from, MultiMap to, Predicate<String> excluded) {
        List<String> options = connectionOptions(from);
        from.forEach((field, value) -> {
            String name = field.toLowerCase(Locale.ROOT);
            if (!isHopByHop(name) && !options.contains(name) && !excluded.test(name)) {
                to.add(name, value);
            }
        });
    }

    /**
     * Whether a field belongs to one connection. Some of these are deprecated or not meant for HTTP/1.1, and senders may forget to name them in Connection.
     * Expect is answered by the hop that receives it. Of the Proxy- fields all are dropped. By length first: most names are told apart without a comparison.
     */
    private static boolean isHopByHop(String lowerCaseName) {
        return switch (lowerCaseName.length()) {
                    case 2 -> lowerCaseName.equals("te");
                    case 6 -> lowerCaseName.equals("expect");
                    case 7 -> lowerCaseName.equals("trailer") || lowerCaseName.equals("upgrade");
                    case 10 -> lowerCaseName.equals("connection") || lowerCaseName.equals("keep-alive");
                    case 14 -> lowerCaseName.equals("http2-settings");
                    case 17 -> lowerCaseName.equals("transfer-encoding");
                    default -> false;
                }
                || lowerCaseName.startsWith("proxy-");
    }

    /** Whether a field frames, routes or authenticates a message, so that it must not stand after the body (RFC 9110 section 6.5.1). */
    public static boolean isForbiddenTrailer(String lowerCaseName) {
        return isHopByHop(lowerCaseName)
                || switch (lowerCaseName) {
                    case "content-length",
                            "content-encoding",
                            "content-range",
                            "content-type",
                            "host",
                            "authorization",
                            "cookie",
                            "set-cookie",
                            "cache-control",
                            "range" -> true;
                    default -> false;
                };
    }

    /** Connection = #connection-option (RFC 9110 section 7.6.1): the options of all its fields, in lower case. */
    static List<String> connectionOptions(MultiMap fields) {
        String first = fields.get("connection");
        if (first == null) {
            return List.of();
        }
        List<String> values = fields.getAll("connection");
        if (values.size() == 1 && first.equalsIgnoreCase("keep-alive")) { // the usual one
            return KEEP_ALIVE;
        }
        List<String> options = new ArrayList<>();
        for (String value : values) {
            for (String option : value.toLowerCase(Locale.ROOT).split(",", -1)) {
                options.add(option.strip());
            }
        }
        return options;
    }

    /**
     * What one intermediary adds to {@code Via} (RFC 9110 section 7.6.3): version and pseudonym, and in requests a comment with an id of this process. By the
     * id it recognises its own requests when they come back; the pseudonym may be that of another one in a cascade. Immutable.
     */
    public static final class Via {

        /** The received protocol of a message that came through a tunnel. The others are the minor versions of HTTP/1. */
        public static final int HTTP_2 = 2;

        private static final String[] VERSIONS = {"1.0 ", "1.1 ", "2.0 "};

        private final String comment;
        private final String @Nullable [] requests;
        private final String @Nullable [] responses;

        private Via(String pseudonym, String id) {
            boolean off = pseudonym.equals("off");
            this.comment = "(" + id + ")";
            this.requests = off ? null : forEachVersion(pseudonym + " " + comment);
            this.responses = off ? null : forEachVersion(pseudonym);
        }

        private static String[] forEachVersion(String receivedBy) {
            return Arrays.stream(VERSIONS).map(version -> version + receivedBy).toArray(String[]::new);
        }

        /**
         * For this process.
         *
         * @param setting a checked pseudonym, or {@code off} to add nothing; then loops are not noticed
         */
        public static Via of(String setting) {
            return new Via(setting, UUID.randomUUID().toString());
        }

        /**
         * The value of the settings key {@code via}: itself, or the default when it is absent.
         *
         * @throws IllegalArgumentException when it is not a pseudonym, which is a token of at most 64 characters
         */
        public static String checkSetting(@Nullable String setting, String defaultPseudonym) {
            if (setting == null) {
                return defaultPseudonym;
            }
            if (!setting.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")) {
                throw new IllegalArgumentException(
                        "via is to be a name without blanks, or off, for example via: " + defaultPseudonym);
            }
            return setting;
        }

        /** @param receivedProtocol 0 or 1 of HTTP/1, or {@link #HTTP_2} */
        public void addToRequest(MultiMap fields, int receivedProtocol) {
            if (requests != null) {
                fields.add("via", requests[receivedProtocol]);
            }
        }

        /** @param receivedProtocol 0 or 1 of HTTP/1, or {@link #HTTP_2} */
        public void addToResponse(MultiMap fields, int receivedProtocol) {
            if (responses != null) {
                fields.add("via", responses[receivedProtocol]);
            }
        }

        /** Whether this process has sent the request before: it runs in a loop. */
        public boolean hasPassed(MultiMap requestFields) {
            if (!requestFields.contains("via")) {
                return false;
            }
            return requestFields.getAll("via").stream().anyMatch(value -> value.contains(comment));
        }
    }

    // ------------------------------------------------------------------ by index

    public String name(int index) {
        return fields[2 * index];
    }

    public String value(int index) {
        return fields[2 * index + 1];
    }

    public void put(CharSequence name, CharSequence value) {
        if (end == fields.length) {
            fields = Arrays.copyOf(fields, 2 * end);
        }
        fields[end++] = name.toString();
        fields[end++] = value.toString();
    }

    // ------------------------------------------------------------------ MultiMap

    @Override
    public HeaderFields add(String name, String value) {
        put(name, value);
        return this;
    }

    @Override
    public HeaderFields set(String name, String value) {
        return remove(name).add(name, value);
    }

    @Override
    public HeaderFields remove(String name) {
        int kept = 0;
        for (int i = 0; i < end; i += 2) {
            if (!fields[i].equalsIgnoreCase(name)) {
                fields[kept++] = fields[i];
                fields[kept++] = fields[i + 1];
            }
        }
        end = kept;
        return this;
    }

    private int indexOf(String name, int from) {
        for (int i = from; i < end; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable String get(String name) {
        int at = indexOf(name, 0);
        return at < 0 ? null : fields[at + 1];
    }

    @Override
    public List<String> getAll(String name) {
        int at = indexOf(name, 0);
        if (at < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(1);
        for (; at >= 0; at = indexOf(name, at + 2)) {
            values.add(fields[at + 1]);
        }
        return values;
    }

    @Override
    public boolean contains(String name) {
        return indexOf(name, 0) >= 0;
    }

    @Override
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < end; i += 2) {
            action.accept(fields[i], fields[i + 1]);
        }
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < end;
            }

            @Override
            public Map.Entry<String, String> next() {
                if (at >= end) {
                    throw new NoSuchElementException();
                }
                at += 2;
                return Map.entry(fields[at - 2], fields[at - 1]);
            }
        };
    }

    /** The number of fields, not of different names as in the maps of Vert.x. */
    @Override
    public int size() {
        return end / 2;
    }

    @Override
    public boolean isEmpty() {
        return end == 0;
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < end; i += 2) {
            names.add(fields[i]);
        }
        return names;
    }

    @Override
    public HeaderFields clear() {
        end = 0;
        return this;
    }

    @Override
    public boolean isMutable() {
        return true;
    }

    @Override
    public HeaderFields copy(boolean mutable) {
        return new HeaderFields().addAll(this);
    }

    // ------------------------------------------------------------------ MultiMap: the variants of the above

    @Override
    public HeaderFields addAll(MultiMap map) {
        map.forEach(this::put);
        return this;
    }

    @Override
    public HeaderFields addAll(Map<String, String> map) {
        map.forEach(this::put);
        return this;
    }

    @Override
    public HeaderFields setAll(MultiMap map) {
        return clear().addAll(map);
    }

    @Override
    public HeaderFields setAll(Map<String, String> map) {
        return clear().addAll(map);
    }

    @Override
    public HeaderFields add(String name, Iterable<String> values) {
        values.forEach(value -> put(name, value));
        return this;
    }

    @Override
    public HeaderFields set(String name, Iterable<String> values) {
        return remove(name).add(name, values);
    }

    @Override
    public HeaderFields add(CharSequence name, CharSequence value) {
        return add(name.toString(), value.toString());
    }

    @Override
    public HeaderFields add(CharSequence name, Iterable<CharSequence> values) {
        values.forEach(value -> put(name, value));
        return this;
    }

    @Override
    public HeaderFields set(CharSequence name, CharSequence value) {
        return set(name.toString(), value.toString());
    }

    @Override
    public HeaderFields set(CharSequence name, Iterable<CharSequence> values) {
        return remove(name).add(name, values);
    }

    @Override
    public HeaderFields remove(CharSequence name) {
        return remove(name.toString());
    }

    @Override
    public @Nullable String get(CharSequence name) {
        return get(name.toString());
    }

    @Override
    public List<String> getAll(CharSequence name) {
        return getAll(name.toString());
    }

    @Override
    public boolean contains(CharSequence name) {
        return contains(name.toString());
    }
}
