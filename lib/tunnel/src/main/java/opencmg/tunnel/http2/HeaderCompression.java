package opencmg.tunnel.http2;

import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.util.AsciiString;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import opencmg.tunnel.TunnelLimits;

/**
 * How HPACK (RFC 7541) is used: what says the same in every exchange goes into the table, what differs each time or is secret never does. An id
 * per request in the table would push everything else out of its 4 KiB, and a secret in it could be guessed at (RFC 7541 7.1.3). Nothing is
 * Huffman coded: tokens would take more time than their bytes are worth.
 */
final class HeaderCompression {

    private static final Set<AsciiString> DIFFERENT_OR_SECRET = Stream.of(
                    ":path",
                    "authorization",
                    "cookie",
                    "set-cookie",
                    "client-cert",
                    "x-opencmg-request-id",
                    "x-opencmg-client-subject",
                    "x-opencmg-client-device",
                    "content-length",
                    "date",
                    "etag",
                    "last-modified",
                    "range",
                    "content-range")
            .map(AsciiString::cached)
            .collect(Collectors.toUnmodifiableSet());

    private static final int TABLE_SIZE_HINT = 64;
    private static final int NO_HUFFMAN = Integer.MAX_VALUE;

    private HeaderCompression() {}

    static Http2HeadersEncoder encoder() {
        return new DefaultHttp2HeadersEncoder(
                (name, value) -> DIFFERENT_OR_SECRET.contains(AsciiString.of(name)), true, TABLE_SIZE_HINT, NO_HUFFMAN);
    }

    /**
     * Takes what the other end says, and looks at no character of it: it is authenticated, has read it strictly from HTTP/1.1 itself, and each end looks at
     * every character when it writes HTTP/1.1 again. Netty's look at names and values here was 3 % of the connection point's samples.
     */
    static Http2HeadersDecoder decoder(TunnelLimits limits) {
        return new IntoHeaderLists(limits.maxHeaderListSize());
    }

    /** Netty's decoder, without a hash table for each message. */
    private static final class IntoHeaderLists extends DefaultHttp2HeadersDecoder {

        IntoHeaderLists(long headerList) {
            super(false, headerList);
        }

        @Override
        protected Http2Headers newHeaders() {
            return new HeaderList();
        }
    }
}
