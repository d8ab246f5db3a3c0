package opencmg.tunnel.link;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import opencmg.certs.Pem;
import opencmg.tunnel.TunnelTls;
import org.jspecify.annotations.Nullable;

/** An end of the tunnel that is only a TLS socket of the JDK: it writes what the test says, and reads one frame after the other on the test's thread. */
final class RawPeer implements AutoCloseable {

    /** What an HTTP/2 client says first (RFC 9113 3.4): {@code PRI * HTTP/2.0 SM}, in hex. */
    static final String PREFACE = "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a";

    private static final int TIMEOUT_MILLIS = 20_000;

    /** How much goes into one TLS record at most. */
    int most = Integer.MAX_VALUE;

    private final SSLSocket socket;
    private final DataInputStream in;

    RawPeer(SSLSocket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"opencmg-tunnel/1"});
        parameters.setProtocols(new String[] {"TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        in = new DataInputStream(socket.getInputStream());
    }

    static SSLContext tls(TunnelTls files) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "own",
                Pem.readKey(files.keyFile()),
                new char[0],
                Pem.readCertificates(files.certificateFile()).toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "root", Pem.readCertificates(files.trustFile()).get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.2");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** In one write: where it ends the connection, nothing may be left unread, for that would reset the socket and overtake the GOAWAY. */
    void write(String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (int at = 0; at < bytes.length; at += Math.min(most, bytes.length - at)) {
            socket.getOutputStream().write(bytes, at, Math.min(most, bytes.length - at));
        }
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Skips an HTTP/2 client's preface. */
    void readPreface() throws IOException {
        String read = HexFormat.of().formatHex(in.readNBytes(PREFACE.length() / 2));
        if (!read.equals(PREFACE)) {
            throw new AssertionError("a connection preface that begins with " + read);
        }
    }

    /**
     * The next one, whatever it is.
     *
     * @throws EOFException at the end of the connection
     */
    Frame read() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(lengthAndType >>> 8);
        return new Frame(lengthAndType & 0xff, flags, stream, HexFormat.of().formatHex(payload));
    }

    /** The next one of that type; others are passed over, but none that ends the connection or breaks a stream off. */
    Frame next(int type) throws IOException {
        List<Frame> others = new ArrayList<>();
        while (true) {
            Frame frame;
            try {
                frame = read();
            } catch (IOException e) {
                throw new IOException("no frame of type " + type + " came, but " + others, e);
            }
            if (frame.type() == type) {
                return frame;
            }
            others.add(frame);
            if (frame.type() == Frame.GOAWAY || frame.type() == Frame.RST_STREAM) {
                throw new AssertionError("a frame of type " + type + " was to come, but it was " + others);
            }
        }
    }

    /** Reads to the end of the connection. What its GOAWAY says, or null where there was none. */
    Frame.@Nullable Code end() throws IOException {
        Frame.Code said = null;
        while (true) {
            try {
                Frame frame = read();
                if (frame.type() == Frame.GOAWAY) {
                    said = frame.code();
                }
            } catch (SocketTimeoutException e) {
                throw new AssertionError("the connection is not closed; it said " + said, e);
            } catch (EOFException | SSLException | SocketException e) {
                return said;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
