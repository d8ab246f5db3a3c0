package opencmg.tunnel;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** Names of the wire contract (docs/tunnel.md). A change here is a change of {@link #ALPN}. */
public final class TunnelProtocol {

    /** Private ALPN id with the version of the contract: ends with different versions never talk to each other. */
    public static final String ALPN = "opencmg-tunnel/1";

    /** A SAN URI of a connection point's certificate is this and the code of a site that it may announce. */
    public static final String SITE_URI = "urn:opencmg:site:";

    /** Prefix of header names that belong to the tunnel; such fields of a message are never forwarded. */
    public static final String RESERVED_PREFIX = "opencmg-";

    public static final AsciiString CONTROL_PATH = AsciiString.cached("/opencmg/control");
    public static final AsciiString HTTPS = AsciiString.cached("https");
    public static final AsciiString POST = AsciiString.cached("POST");

    /** Reason phrase of a response if it is not the usual one of its status; HTTP/2 has none (RFC 9113 8.8). */
    public static final AsciiString PHRASE = AsciiString.cached("opencmg-phrase");
    /** {@link FailureReason#code()} of an exchange that failed. */
    public static final AsciiString FAILURE = AsciiString.cached("opencmg-failure");
    /** Percent-encoded UTF-8 sentence that goes with {@link #FAILURE}. */
    public static final AsciiString DETAIL = AsciiString.cached("opencmg-detail");

    private TunnelProtocol() {}

    /** The RST_STREAM code for a response that breaks off: it tells whether the server inside or the connection point is at fault. */
    public static Http2Error resetCodeFor(Throwable cause) {
        boolean upstreamAtFault = cause instanceof RelayFailure failure
                && failure.reason().hop().equals(FailureReason.UPSTREAM_LOST.hop());
        return upstreamAtFault ? Http2Error.CONNECT_ERROR : Http2Error.INTERNAL_ERROR;
    }

    /** How the gateway interprets an RST_STREAM. */
    public static RelayFailure failureOf(@Nullable Http2Error error) {
        if (error == Http2Error.REFUSED_STREAM) {
            return new RelayFailure(FailureReason.NOT_SENT, "the connection point refused the stream");
        }
        if (error == Http2Error.CONNECT_ERROR) {
            return new RelayFailure(
                    FailureReason.UPSTREAM_LOST, "the server inside broke its answer off or fell silent in the middle");
        }
        return new RelayFailure(
                FailureReason.BROKEN_OFF, "the connection point broke the exchange off (" + error + ")");
    }
}
