package opencmg.diagnose;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Offers a server one TLS version that no Java of today would offer any more, with a ClientHello made by hand (RFC 5246 7.4.1.2), and looks whether the
 * handshake goes on.
 */
enum LegacyTlsProbe {
    TLS_1_0("TLS 1.0", 0x0301),
    TLS_1_1("TLS 1.1", 0x0302);

    private static final int HANDSHAKE = 22;
    private static final int PATIENCE_MILLIS = 5000;

    private final String text;
    private final int version;

    LegacyTlsProbe(String text, int version) {
        this.text = text;
        this.version = version;
    }

    String text() {
        return text;
    }

    /** Whether the server would have gone on. An alert, a closed connection and silence are refusals. */
    boolean isAccepted(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(hello());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int type = in.readUnsignedByte();
            return type == HANDSHAKE && in.readUnsignedShort() == version;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] hello() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        put(body, version >> 8, version & 0xff);
        body.writeBytes(new byte[32]);
        put(body, 0);
        // ECDHE_RSA and ECDHE_ECDSA with AES-CBC, RSA with AES-CBC: what those versions know
        put(body, 0, 8, 0xc0, 0x13, 0xc0, 0x14, 0xc0, 0x09, 0x00, 0x2f);
        put(body, 1, 0);
        put(body, 0, 18, 0, 10, 0, 4, 0, 2, 0, 23); // extensions; supported_groups: secp256r1
        put(body, 0, 13, 0, 6, 0, 4, 4, 1, 2, 1); // signature_algorithms: RSA with SHA-256 and SHA-1
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        put(record, HANDSHAKE, 3, 1, 0, body.size() + 4, 1, 0, 0, body.size());
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
    }
}
