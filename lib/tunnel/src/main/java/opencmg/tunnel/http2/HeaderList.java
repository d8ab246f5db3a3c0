package opencmg.tunnel.http2;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import opencmg.http.HeaderFields;
import opencmg.tunnel.TunnelProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The header list of one HEADERS frame (RFC 9113 8.2 and 8.3): first what belongs to the tunnel, which is pseudo-header fields and names of its own, then
 * the fields of the message. These are the message's own {@link HeaderFields}, both ways: HPACK decodes into it and encodes from it, and nothing is hashed
 * or copied in between.
 *
 * <p>Of Netty's interface there is what HPACK and this project ask for. To every other question the list answers as an empty one, and every other change it refuses.
 */
public final class HeaderList extends EmptyHeaders<CharSequence, CharSequence, Http2Headers> implements Http2Headers {

    private static final int USUAL = 4;
    private static final int OVERHEAD_PER_FIELD = 32;

    /** Characters from which on a copy pays. */
    private static final int WORTH_COPYING = 32;

    private final HeaderFields fields;
    private CharSequence[] tunnels = new CharSequence[2 * USUAL]; // name, value, name, value
    private int end;

    /** Nothing yet. */
    public HeaderList() {
        this(new HeaderFields());
    }

    /**
     * With the fields of a message, which must not change any more. Those whose names belong to the tunnel are passed over: with them a server inside could pass
     * its answer off as a failure of the tunnel.
     */
    public HeaderList(HeaderFields fields) {
        this.fields = fields;
    }

    /** The fields of the message, without everything that belongs to the tunnel where they came through it. */
    public HeaderFields fields() {
        return fields;
    }

    /** Bytes as RFC 9113 6.5.2 counts them. */
    long bytes() {
        long bytes = 0;
        for (int i = 0; i < end; i += 2) {
            bytes += tunnels[i].length() + tunnels[i + 1].length() + OVERHEAD_PER_FIELD;
        }
        for (int i = ordinary(0); i < fields.size(); i = ordinary(i + 1)) {
            bytes += fields.name(i).length() + fields.value(i).length() + OVERHEAD_PER_FIELD;
        }
        return bytes;
    }

    /** A field that belongs to the tunnel. */
    public HeaderList own(AsciiString name, CharSequence value) {
        put(name, value);
        return this;
    }

    private void put(AsciiString name, CharSequence value) {
        if (end == tunnels.length) {
            tunnels = Arrays.copyOf(tunnels, 2 * end);
        }
        tunnels[end++] = name;
        tunnels[end++] = value;
    }

    private @Nullable CharSequence own(CharSequence name) {
        for (int i = 0; i < end; i += 2) {
            if (AsciiString.contentEquals(tunnels[i], name)) {
                return tunnels[i + 1];
            }
        }
        return null;
    }

    /** Whether there are pseudo-header fields, which trailers must not have. */
    boolean hasPseudo() {
        for (int i = 0; i < end; i += 2) {
            if (isPseudo(tunnels[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPseudo(CharSequence name) {
        return name.length() > 0 && name.charAt(0) == ':';
    }

    /** The first character tells of nearly all. */
    private static boolean isOrdinary(CharSequence name) {
        char first = name.length() == 0 ? ':' : name.charAt(0);
        return first != ':' && ((first | 0x20) != TunnelProtocol.OWN.charAt(0) || !isOwn(name));
    }

    private static boolean isOwn(CharSequence name) {
        return AsciiString.regionMatches(name, true, 0, TunnelProtocol.OWN, 0, TunnelProtocol.OWN.length());
    }

    /** The first field from there on that does not belong to the tunnel, or as many as there are. */
    private int ordinary(int from) {
        int at = from;
        while (at < fields.size() && !isOrdinary(fields.name(at))) {
            at++;
        }
        return at;
    }

    // ------------------------------------------------------------------ what HPACK reads into and writes from

    /**
     * The next field that was read.
     *
     * @throws IllegalArgumentException for a pseudo-header field that is there twice, is not defined or comes behind other fields (RFC 9113 8.3); the codec
     *     then resets the stream
     */
    @Override
    public HeaderList add(CharSequence name, CharSequence value) {
        if (isPseudo(name)) {
            if (own(name) != null || !PseudoHeaderName.isPseudoHeader(name) || !fields.isEmpty()) {
                throw new IllegalArgumentException("twice, not defined or out of place");
            }
            put(AsciiString.of(name), value);
        } else if (isOrdinary(name)) {
            fields.put(AsciiString.of(name).toLowerCase(), value); // whoever reads them counts on it (RFC 9113 8.2.1)
        } else if (name.length() > 0) {
            put(AsciiString.of(name), value);
        }
        return this;
    }

    /** With names in lower case. */
    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
        return new Iterator<>() {
            private int tunnel;
            private int field = ordinary(0);

            @Override
            public boolean hasNext() {
                return tunnel < end || field < fields.size();
            }

            @Override
            public Map.Entry<CharSequence, CharSequence> next() {
                if (tunnel < end) {
                    tunnel += 2;
                    return Map.entry(tunnels[tunnel - 2], tunnels[tunnel - 1]);
                }
                if (field >= fields.size()) {
                    throw new NoSuchElementException();
                }
                int at = field;
                field = ordinary(at + 1);
                return Map.entry(HeaderNameCache.of(fields.name(at)), asOctets(fields.value(at)));
            }
        };
    }

    /** HPACK copies octets at once and characters one by one: a token took 4 % of the gateway's samples so. */
    private static CharSequence asOctets(String value) {
        return value.length() < WORTH_COPYING
                ? value
                : new AsciiString(value.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    // ------------------------------------------------------------------ what this project asks for

    @Override
    public int size() {
        return end / 2 + fields.size();
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public @Nullable CharSequence get(CharSequence name) {
        CharSequence own = own(name);
        return own != null ? own : fields.get(name);
    }

    @Override
    public boolean contains(CharSequence name) {
        return get(name) != null;
    }

    @Override
    public boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
        CharSequence one = get(name);
        return one != null
                && (caseInsensitive
                        ? AsciiString.contentEqualsIgnoreCase(one, value)
                        : AsciiString.contentEquals(one, value));
    }

    @Override
    public HeaderList method(CharSequence value) {
        return own(PseudoHeaderName.METHOD.value(), value);
    }

    @Override
    public HeaderList scheme(CharSequence value) {
        return own(PseudoHeaderName.SCHEME.value(), value);
    }

    @Override
    public HeaderList authority(CharSequence value) {
        return own(PseudoHeaderName.AUTHORITY.value(), value);
    }

    @Override
    public HeaderList path(CharSequence value) {
        return own(PseudoHeaderName.PATH.value(), value);
    }

    @Override
    public HeaderList status(CharSequence value) {
        return own(PseudoHeaderName.STATUS.value(), value);
    }

    @Override
    public @Nullable CharSequence method() {
        return own(PseudoHeaderName.METHOD.value());
    }

    @Override
    public @Nullable CharSequence scheme() {
        return own(PseudoHeaderName.SCHEME.value());
    }

    @Override
    public @Nullable CharSequence authority() {
        return own(PseudoHeaderName.AUTHORITY.value());
    }

    @Override
    public @Nullable CharSequence path() {
        return own(PseudoHeaderName.PATH.value());
    }

    @Override
    public @Nullable CharSequence status() {
        return own(PseudoHeaderName.STATUS.value());
    }

    /** Whether it begins an interim response: status 1xx (RFC 9110 section 15.2). */
    public boolean isInterim() {
        CharSequence status = status();
        return status != null && status.length() == 3 && status.charAt(0) == '1';
    }
}
