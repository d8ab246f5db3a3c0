package opencmg.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handshakes begun by hand, since no Java client of today would still offer the old versions. */
@ExtendWith(SharedLab.class)
class TlsVersionsTest {

    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;

    private final URI edge;

    TlsVersionsTest(SharedLab.Running lab) {
        this.edge = URI.create(lab.file().edge());
    }

    @Test
    void refusesTls10() throws Exception {
        assertThat(firstRecordAfterHello(0x0301)).isEqualTo(ALERT);
    }

    @Test
    void refusesTls11() throws Exception {
        assertThat(firstRecordAfterHello(0x0302)).isEqualTo(ALERT);
    }

    @Test
    void goesOnWithTls12() throws Exception {
        assertThat(firstRecordAfterHello(0x0303)).isEqualTo(HANDSHAKE);
    }

    private int firstRecordAfterHello(int version) throws IOException {
        try (Socket socket = new Socket(edge.getHost(), edge.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(hello(version));
            return new DataInputStream(socket.getInputStream()).readUnsignedByte();
        }
    }

    /** RFC 5246 7.4.1.2: the same for every version but for the version itself. */
    private static byte[] hello(int version) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        put(body, version >> 8, version & 0xff);
        body.writeBytes(new byte[32]);
        put(body, 0);
        put(body, 0, 6, 0xc0, 0x2f, 0xc0, 0x13, 0x00, 0x2f); // ECDHE_RSA with GCM and with CBC, RSA with CBC
        put(body, 1, 0);
        ByteArrayOutputStream extensions = new ByteArrayOutputStream();
        put(extensions, 0, 10, 0, 4, 0, 2, 0, 23); // supported_groups: secp256r1
        put(extensions, 0, 13, 0, 6, 0, 4, 4, 1, 2, 1); // signature_algorithms: RSA with SHA-256 and SHA-1
        put(body, 0, extensions.size());
        body.writeBytes(extensions.toByteArray());
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
