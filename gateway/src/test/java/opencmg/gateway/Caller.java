package opencmg.gateway;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import opencmg.certs.IssuedCertificate;
import opencmg.gateway.identity.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

/** A client on one TLS connection that writes its requests by hand, so that nothing tidies them up, and reads as slowly as the test wants. */
public final class Caller implements AutoCloseable {

    private final SSLSocket socket;
    private final InputStream in;

    private Caller(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** @param identity the certificate to show; null for none */
    public static Caller to(int port, @Nullable IssuedCertificate identity, String... protocols) throws IOException {
        return new Computer(port, identity).connect(protocols);
    }

    /** A client computer: each further connection of it offers to resume the TLS session of the one before. */
    public static final class Computer {

        private final int port;
        private final SSLContext context;

        /** @param identity the certificate to show; null for none */
        public Computer(int port, @Nullable IssuedCertificate identity) {
            this.port = port;
            this.context = context(identity);
        }

        /** @param protocols TLS 1.2 when there are none */
        public Caller connect(String... protocols) throws IOException {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
            socket.setSoTimeout(20_000);
            socket.setEnabledProtocols(protocols.length == 0 ? new String[] {"TLSv1.2"} : protocols);
            socket.startHandshake();
            return new Caller(socket);
        }
    }

    /** When the TLS session began, which is before this connection when it was resumed. */
    public long sessionCreated() {
        return socket.getSession().getCreationTime();
    }

    public String protocol() {
        return socket.getSession().getProtocol();
    }

    public Certificate serverCertificate() throws IOException {
        return socket.getSession().getPeerCertificates()[0];
    }

    /** Lines without their ends; a blank line is added. */
    @CanIgnoreReturnValue
    public Caller head(String... lines) throws IOException {
        return send((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @CanIgnoreReturnValue
    public Caller send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    public Reply ask(String... lines) throws IOException {
        return head(lines).reply(!lines[0].startsWith("HEAD "));
    }

    public Reply reply() throws IOException {
        return reply(true);
    }

    /** Reads a whole answer; fails when it breaks off. */
    public Reply reply(boolean hasBody) throws IOException {
        Reply head = replyHead();
        boolean none = !hasBody || head.status() == 204 || head.status() == 304 || head.status() < 200;
        return none ? head : new Reply(head.status(), head.phrase(), head.fields(), Buffer.buffer(body(head)));
    }

    public Reply replyHead() throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, List<String>> fields = new TreeMap<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            fields.computeIfAbsent(field.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(field.substring(colon + 1).strip());
        }
        return new Reply(Integer.parseInt(status[1]), status.length > 2 ? status[2] : "", fields, Buffer.buffer());
    }

    private byte[] body(Reply head) throws IOException {
        if (head.field("transfer-encoding").equals("chunked")) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int size = chunk(); size > 0; size = chunk()) {
                all.write(exactly(size));
                line();
            }
            line();
            return all.toByteArray();
        }
        String length = head.field("content-length");
        return length.isEmpty() ? in.readAllBytes() : exactly(Integer.parseInt(length));
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    @CanIgnoreReturnValue
    public byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("broke off after " + bytes.length + " of " + size + " bytes");
        }
        return bytes;
    }

    /** Reads and forgets until the connection ends; how much it was. */
    @CanIgnoreReturnValue
    public long toTheEnd() throws IOException {
        long bytes = 0;
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            bytes += n;
        }
        return bytes;
    }

    @CanIgnoreReturnValue
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("broke off after: " + line);
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static SSLContext context(@Nullable IssuedCertificate identity) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            if (identity != null) {
                store.setKeyEntry(
                        "client", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {new AnyServer()}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class AnyServer implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
