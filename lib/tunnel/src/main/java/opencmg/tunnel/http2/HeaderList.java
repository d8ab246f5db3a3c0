package opencmg.tunnel.http2;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import opencmg.http.HeaderFields;
import opencmg.tunnel.TunnelProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The header list of one HEADERS frame (RFC 9113 8.2 and 8.3): first the tunnel's own fields, which are pseudo-header fields and reserved names, then the
 * fields of the message. The latter are the message's {@link HeaderFields} itself: HPACK decodes into it and encodes from it, and nothing is hashed or copied
 * in between.
 *
 * <p>It implements the part of Netty's interface that HPACK and this project use. All other queries see an empty list, all other changes are refused.
 */
public final class HeaderList extends EmptyHeaders<CharSequence, CharSequence, Http2Headers> implements Http2Headers {

    private static final int USUAL_OWN_FIELDS = 4;
    private static final int OVERHEAD_PER_FIELD = 32;

    /** Values of at least this many characters are copied before HPACK encodes them. */
    private static final int MIN_COPIED = 32;

    private final HeaderFields fields;
    private CharSequence[] own = new CharSequence[2 * USUAL_OWN_FIELDS]; // name, value, name, value
    private int ownEnd;

    public HeaderList() {
        this(new HeaderFields());
    }

    /**
     * With the fields of a message, which must not change any more. Fields with reserved names are ignored: with them a server inside could pass its response
     * off as a failure of the tunnel.
     */
    public HeaderList(HeaderFields fields) {
        this.fields = fields;
    }

    /**
     * An HPACK decoder that creates HeaderLists, without a hash table for each message. Names are validated here, values are not: the peer is authenticated,
     * has parsed them strictly from HTTP/1.1 itself, and each end validates every character when it writes HTTP/1.1 again. Netty's validation of names and
     * values took 3 % of the connection point's samples.
     */
    static Http2HeadersDecoder newHpackDecoder(long maxHeaderListSize) {
        return new DefaultHttp2HeadersDecoder(false, maxHeaderListSize) {
            @Override
            protected Http2Headers newHeaders() {
                return new HeaderList();
            }
        };
    }

    /** The fields of the message. Of a received list they contain nothing that belongs to the tunnel. */
    public HeaderFields fields() {
        return fields;
    }

    /** Bytes as RFC 9113 6.5.2 counts them. */
    long bytes() {
        long bytes = 0;
        for (int i = 0; i < ownEnd; i += 2) {
            bytes += own[i].length() + own[i + 1].length() + OVERHEAD_PER_FIELD;
        }
        for (int i = nextMessageField(0); i < fields.size(); i = nextMessageField(i + 1)) {
            bytes += fields.name(i).length() + fields.value(i).length() + OVERHEAD_PER_FIELD;
        }
        return bytes;
    }

    /** Adds a field that belongs to the tunnel: a pseudo-header field or a reserved name. */
    public HeaderList addOwn(AsciiString name, CharSequence value) {
        put(name, value);
        return this;
    }

    private void put(AsciiString name, CharSequence value) {
        if (ownEnd == own.length) {
            own = Arrays.copyOf(own, 2 * ownEnd);
        }
        own[ownEnd++] = name;
        own[ownEnd++] = value;
    }

    private @Nullable CharSequence ownValue(CharSequence name) {
        for (int i = 0; i < ownEnd; i += 2) {
            if (AsciiString.contentEquals(own[i], name)) {
                return own[i + 1];
            }
        }
        return null;
    }

    /** Trailers must not contain any. */
    boolean hasPseudoHeaders() {
        for (int i = 0; i < ownEnd; i += 2) {
            if (isPseudo(own[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPseudo(CharSequence name) {
        return name.length() > 0 && name.charAt(0) == ':';
    }

    /** Whether the name belongs to the message and not to the tunnel. The first character decides for nearly all names. */
    private static boolean isMessageField(CharSequence name) {
        char first = name.length() == 0 ? ':' : name.charAt(0);
        return first != ':' && ((first | 0x20) != TunnelProtocol.RESERVED_PREFIX.charAt(0) || !isReserved(name));
    }

    private static boolean isReserved(CharSequence name) {
        String prefix = TunnelProtocol.RESERVED_PREFIX;
        return AsciiString.regionMatches(name, true, 0, prefix, 0, prefix.length());
    }

    /** Index of the next field of the message at or after {@code from}, or the number of fields. */
    private int nextMessageField(int from) {
        int at = from;
        while (at < fields.size() && !isMessageField(fields.name(at))) {
            at++;
        }
        return at;
    }

    // ------------------------------------------------------------------ used by HPACK

    /**
     * Adds the next decoded field.
     *
     * @throws IllegalArgumentException for a pseudo-header field that is repeated, undefined or comes after other fields (RFC 9113 8.3), and for a name
     *     that is empty or has a forbidden character, such as one in upper case (RFC 9113 8.2.1); Netty makes a stream error of it
     */
    @Override
    public HeaderList add(CharSequence name, CharSequence value) {
        if (isPseudo(name)) {
            if (ownValue(name) != null || !PseudoHeaderName.isPseudoHeader(name) || !fields.isEmpty()) {
                throw new IllegalArgumentException("a pseudo-header field that is repeated, undefined or misplaced");
            }
            put(AsciiString.of(name), value);
            return this;
        }
        AsciiString valid = AsciiString.of(name);
        if (!isValid(valid)) {
            throw new IllegalArgumentException("a field name that is empty or has a forbidden character");
        }
        if (isMessageField(valid)) {
            fields.put(valid, value);
        } else {
            put(valid, value);
        }
        return this;
    }

    private static boolean isValid(AsciiString name) {
        byte[] bytes = name.array();
        int end = name.arrayOffset() + name.length();
        for (int i = name.arrayOffset(); i < end; i++) {
            byte b = bytes[i]; // negative above 0x7f
            if (b <= ' ' || b == ':' || b == 0x7f || (b >= 'A' && b <= 'Z')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Iterates with names in lower case. */
    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
        return new Iterator<>() {
            private int nextOwn;
            private int nextField = nextMessageField(0);

            @Override
            public boolean hasNext() {
                return nextOwn < ownEnd || nextField < fields.size();
            }

            @Override
            public Map.Entry<CharSequence, CharSequence> next() {
                if (nextOwn < ownEnd) {
                    nextOwn += 2;
                    return Map.entry(own[nextOwn - 2], own[nextOwn - 1]);
                }
                if (nextField >= fields.size()) {
                    throw new NoSuchElementException();
                }
                int at = nextField;
                nextField = nextMessageField(at + 1);
                return Map.entry(NameCache.lowerCase(fields.name(at)), toBytes(fields.value(at)));
            }
        };
    }

    /** HPACK copies bytes at once but characters one by one: a token took 4 % of the gateway's samples that way. */
    private static CharSequence toBytes(String value) {
        return value.length() < MIN_COPIED
                ? value
                : new AsciiString(value.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    // ------------------------------------------------------------------ used by this project

    @Override
    public int size() {
        return ownEnd / 2 + fields.size();
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public @Nullable CharSequence get(CharSequence name) {
        CharSequence value = ownValue(name);
        return value != null ? value : fields.get(name);
    }

    @Override
    public boolean contains(CharSequence name) {
        return get(name) != null;
    }

    @Override
    public boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
        CharSequence actual = get(name);
        return actual != null
                && (caseInsensitive
                        ? AsciiString.contentEqualsIgnoreCase(actual, value)
                        : AsciiString.contentEquals(actual, value));
    }

    @Override
    public HeaderList method(CharSequence value) {
        return addOwn(PseudoHeaderName.METHOD.value(), value);
    }

    @Override
    public HeaderList scheme(CharSequence value) {
        return addOwn(PseudoHeaderName.SCHEME.value(), value);
    }

    @Override
    public HeaderList authority(CharSequence value) {
        return addOwn(PseudoHeaderName.AUTHORITY.value(), value);
    }

    @Override
    public HeaderList path(CharSequence value) {
        return addOwn(PseudoHeaderName.PATH.value(), value);
    }

    @Override
    public HeaderList status(CharSequence value) {
        return addOwn(PseudoHeaderName.STATUS.value(), value);
    }

    @Override
    public @Nullable CharSequence method() {
        return ownValue(PseudoHeaderName.METHOD.value());
    }

    @Override
    public @Nullable CharSequence scheme() {
        return ownValue(PseudoHeaderName.SCHEME.value());
    }

    @Override
    public @Nullable CharSequence authority() {
        return ownValue(PseudoHeaderName.AUTHORITY.value());
    }

    @Override
    public @Nullable CharSequence path() {
        return ownValue(PseudoHeaderName.PATH.value());
    }

    @Override
    public @Nullable CharSequence status() {
        return ownValue(PseudoHeaderName.STATUS.value());
    }

    /** Whether this is an interim response: status 1xx (RFC 9110 15.2). */
    public boolean isInterim() {
        CharSequence status = status();
        return status != null && status.length() == 3 && status.charAt(0) == '1';
    }

    /** Header names as AsciiString with a cached hash, which HPACK needs. A few dozen names appear in every message. */
    private static final class NameCache {

        private static final int MAX_NAMES = 512;
        private static final int MAX_LENGTH = 64;

        private static final Map<String, AsciiString> NAMES = new ConcurrentHashMap<>();

        static AsciiString lowerCase(String name) {
            AsciiString cached = NAMES.get(name);
            return cached == null ? add(name) : cached;
        }

        private static AsciiString add(String name) {
            // Returns the same object if the name is in lower case already, as it usually is.
            AsciiString made = AsciiString.of(name).toLowerCase();
            if (name.length() <= MAX_LENGTH && NAMES.size() < MAX_NAMES) {
                NAMES.put(name, made);
            }
            return made;
        }
    }
}
