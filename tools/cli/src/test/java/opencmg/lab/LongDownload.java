package opencmg.lab;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import opencmg.client.descriptor.LabFile;

/**
 * A download that goes on exactly when its test says so, over a socket of its own: Vert.x' client could wait as well, but loses what it has not
 * handed out when the connection closes. Blocks its caller.
 */
final class LongDownload implements AutoCloseable {

    /** More than all sockets and windows on the way hold (24 MiB were seen there): its end cannot be on its way before somebody reads. */
    static final int SIZE = 36 << 20;

    /** Small, so that the kernel does not read ahead. */
    private static final int RECEIVE_BUFFER = 64 << 10;

    /** What the lab serves repeats itself after so many bytes. */
    private static final int PERIOD = 64 << 10;

    private static final int MILLIS_OF_SILENCE = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final byte[] expected = new byte[PERIOD];
    private final byte[] piece = new byte[PERIOD];
    private int received;

    private LongDownload(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        for (int i = 0; i < PERIOD; i++) {
            expected[i] = (byte) (i * 31 + (i >> 8));
        }
    }

    /** Asks for it and reads the head and the first piece of its answer. */
    static LongDownload begin(LabFile lab) throws IOException, GeneralSecurityException {
        URI edge = URI.create(lab.edge());
        Socket plain = new Socket();
        plain.setReceiveBufferSize(RECEIVE_BUFFER);
        plain.connect(new InetSocketAddress(edge.getHost(), edge.getPort()));
        Socket socket = trusting(lab).getSocketFactory().createSocket(plain, edge.getHost(), edge.getPort(), true);
        socket.setSoTimeout(MILLIS_OF_SILENCE);
        LongDownload download = new LongDownload(socket);
        socket.getOutputStream()
                .write(("GET " + URI.create(lab.serverAuth()).getRawPath() + "/CCM_Client/lab/" + SIZE
                                + " HTTP/1.1\r\nHost: " + edge.getAuthority() + "\r\nAuthorization: Bearer "
                                + lab.token("access") + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        download.head();
        download.next();
        return download;
    }

    private static SSLContext trusting(LabFile lab) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var pem = Files.newInputStream(lab.caFile())) {
            for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ca" + trusted.size(), ca);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.2");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private void head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 200 ")
                || !head.toString().toLowerCase(Locale.ROOT).contains("content-length: " + SIZE + "\r\n")) {
            throw new IOException("no download: " + head);
        }
    }

    private void next() throws IOException {
        in.readFully(piece);
        received += PERIOD;
        if (!Arrays.equals(piece, expected)) {
            throw new IOException("other bytes than the lab serves, at " + received);
        }
    }

    /**
     * Goes on to its end.
     *
     * @return whether it was whole: as long as was said at its begin, each byte the right one. Otherwise it was torn
     */
    boolean endsWhole() throws IOException {
        try {
            while (received < SIZE) {
                next();
            }
            return true;
        } catch (EOFException | SocketException | SSLException torn) {
            return false;
        } finally {
            close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
