package opencmg.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Header fields on their way between two hops: in their order, searched one after the other, and nothing checked. A message has ten or twenty and
 * each hop copies them all, so copying has to be cheap; hashing and validating them anew at every copy took a tenth of the CPU of a request. What
 * comes in has been validated by the decoder that read it, and what goes out to HTTP/1.1 is by whoever writes it. Not for threads to share.
 */
public final class HeaderFields implements MultiMap {

    private static final int USUAL = 24;

    private String[] fields = new String[2 * USUAL]; // name, value, name, value
    private int end;

    /** That of a message, which may be shared from then on: it must not be changed any more. */
    public static HeaderFields of(MultiMap fields) {
        return fields instanceof HeaderFields list ? list : new HeaderFields().addAll(fields);
    }

    public String name(int at) {
        return fields[2 * at];
    }

    public String value(int at) {
        return fields[2 * at + 1];
    }

    public void put(CharSequence name, CharSequence value) {
        if (end == fields.length) {
            fields = Arrays.copyOf(fields, 2 * end);
        }
        fields[end++] = name.toString();
        fields[end++] = value.toString();
    }

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

    private int find(String name, int from) {
        for (int i = from; i < end; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable String get(String name) {
        int at = find(name, 0);
        return at < 0 ? null : fields[at + 1];
    }

    @Override
    public List<String> getAll(String name) {
        int at = find(name, 0);
        if (at < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(1);
        for (; at >= 0; at = find(name, at + 2)) {
            values.add(fields[at + 1]);
        }
        return values;
    }

    @Override
    public boolean contains(String name) {
        return find(name, 0) >= 0;
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

    /** Number of fields; Vert.x' own maps count different names. */
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

    // ------------------------------------------------------------------ the same in other words

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
