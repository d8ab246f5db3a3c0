package opencmg.tunnel;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** Names of the wire contract (docs/tunnel.md); a change here is a change of {@link #ALPN}. */
final class Wire {

    /** Private ALPN id with the version of the contract: ends that do not agree never speak. */
    static final String ALPN = "opencmg-tunnel/1";

    /** How the names of header fields begin that belong to the tunnel and never pass through it. */
    static final String OWN = "opencmg-";

    static final AsciiString CONTROL_PATH = AsciiString.cached("/opencmg/control");
    static final AsciiString HTTPS = AsciiString.cached("https");
    static final AsciiString POST = AsciiString.cached("POST");

    /** Reason phrase of an answer, where it is not the usual one of its status; HTTP/2 has none (RFC 9113 8.8). */
    static final AsciiString PHRASE = AsciiString.cached("opencmg-phrase");
    /** {@link FailureReason#code()} of an exchange that got no answer. */
    static final AsciiString FAILURE = AsciiString.cached("opencmg-failure");
    /** Percent-encoded UTF-8 sentence beside {@link #FAILURE}. */
    static final AsciiString DETAIL = AsciiString.cached("opencmg-detail");

    private Wire() {}

    /** How RST_STREAM tells whose fault it is that an answer breaks off: that of the server inside, or of the connection point. */
    static Http2Error brokenOff(Throwable cause) {
        boolean inside = cause instanceof RelayFailure failure
                && failure.reason().hop().equals(FailureReason.UPSTREAM_LOST.hop());
        return inside ? Http2Error.CONNECT_ERROR : Http2Error.INTERNAL_ERROR;
    }

    /** What the gateway makes of an RST_STREAM. */
    static RelayFailure reset(@Nullable Http2Error error) {
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
