package opencmg.tunnel.link;

import java.util.HexFormat;

/** A frame as it stands in RFC 9113 4.1; everything in hex digits, in which blanks mean nothing. */
record Frame(int type, int flags, int stream, String payload) {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;

    /** Error codes, in the order of RFC 9113 7. */
    enum Code {
        NO_ERROR,
        PROTOCOL_ERROR,
        INTERNAL_ERROR,
        FLOW_CONTROL_ERROR,
        SETTINGS_TIMEOUT,
        STREAM_CLOSED,
        FRAME_SIZE_ERROR,
        REFUSED_STREAM,
        CANCEL,
        COMPRESSION_ERROR,
        CONNECT_ERROR,
        ENHANCE_YOUR_CALM,
        INADEQUATE_SECURITY,
        HTTP_1_1_REQUIRED
    }

    /** One as it goes over the wire. */
    static String frame(int type, int flags, int stream, String payload) {
        String bare = payload.replace(" ", "");
        return "%06x%02x%02x%08x".formatted(bare.length() / 2, type, flags, stream) + bare;
    }

    /** One setting and its value, in a frame. */
    static String setting(int id, int value) {
        return frame(SETTINGS, 0, 0, "%04x%08x".formatted(id, value));
    }

    static String windowUpdate(int stream, int increment) {
        return frame(WINDOW_UPDATE, 0, stream, "%08x".formatted(increment));
    }

    static String data(int flags, int stream, byte[] bytes) {
        return frame(DATA, flags, stream, HexFormat.of().formatHex(bytes));
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Bytes of its payload. */
    int length() {
        return payload.length() / 2;
    }

    /** What a RST_STREAM, which begins with it, or a GOAWAY says. */
    Code code() {
        int at = type == GOAWAY ? 8 : 0;
        return Code.values()[HexFormat.fromHexDigits(payload, at, at + 8)];
    }
}
