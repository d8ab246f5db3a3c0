package opencmg.tunnel;

import io.netty.util.AsciiString;

/** Names of the wire contract (docs/tunnel.md); a change here is a change of {@link #ALPN}. */
final class Wire {

    /** Private ALPN id with the version of the contract: ends that do not agree never speak. */
    static final String ALPN = "opencmg-tunnel/1";

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
}
