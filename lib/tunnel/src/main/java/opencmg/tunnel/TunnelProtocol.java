package opencmg.tunnel;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** Names of the wire contract (docs/tunnel.md); a change here is a change of {@link #ALPN}. */
public final class TunnelProtocol {

    /** Private ALPN id with the version of the contract: ends that do not agree never speak. */
    public static final String ALPN = "opencmg-tunnel/1";

    /** How the names of header fields begin that belong to the tunnel and never pass through it. */
    public static final String OWN = "opencmg-";

    public static final AsciiString CONTROL_PATH = AsciiString.cached("/opencmg/control");
    public static final AsciiString HTTPS = AsciiString.cached("https");
    public static final AsciiString POST = AsciiString.cached("POST");

    /** Reason phrase of an answer, where it is not the usual one of its status; HTTP/2 has none (RFC 9113 8.8). */
    public static final AsciiString PHRASE = AsciiString.cached("opencmg-phrase");
    /** {@link FailureReason#code()} of an exchange that got no answer. */
    public static final AsciiString FAILURE = AsciiString.cached("opencmg-failure");
    /** Percent-encoded UTF-8 sentence beside {@link #FAILURE}. */
    public static final AsciiString DETAIL = AsciiString.cached("opencmg-detail");

    private TunnelProtocol() {}

    /** How RST_STREAM tells whose fault it is that an answer breaks off: that of the server inside, or of the connection point. */
    public static Http2Error brokenOff(Throwable cause) {
        boolean inside = cause instanceof RelayFailure failure
                && failure.reason().hop().equals(FailureReason.UPSTREAM_LOST.hop());
        return inside ? Http2Error.CONNECT_ERROR : Http2Error.INTERNAL_ERROR;
    }

    /** What the gateway makes of an RST_STREAM. */
    public static RelayFailure reset(@Nullable Http2Error error) {
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
