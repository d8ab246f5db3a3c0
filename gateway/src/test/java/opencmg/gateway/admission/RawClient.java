package opencmg.gateway.admission;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import opencmg.certs.Issued;
import org.jspecify.annotations.Nullable;

/** A client that writes its requests by hand, so that nothing tidies them up, and that can resume TLS sessions. */
final class RawClient {

    private final SSLContext context;
    private final int port;

    /** @param identity the certificate to show; null for none */
    RawClient(int port, @Nullable Issued identity) {
        this.port = port;
        this.context = context(identity);
    }

    /** A connection; a further one of the same client offers to resume the session of the first. */
    Connection connect() throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.startHandshake();
        return new Connection(socket);
    }

    /** One request on a connection of its own: status and phrase. */
    String ask(String method, String path, @Nullable String bearer) throws IOException {
        try (Connection connection = connect()) {
            return connection.ask(method, path, bearer);
        }
    }

    static final class Connection implements AutoCloseable {

        private final SSLSocket socket;
        private final BufferedReader answers;

        private Connection(SSLSocket socket) throws IOException {
            this.socket = socket;
            this.answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        /** When the TLS session began, which is before this connection when it was resumed. */
        long sessionCreated() {
            return socket.getSession().getCreationTime();
        }

        String ask(String method, String path, @Nullable String bearer) throws IOException {
            String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                    + (bearer == null ? "" : "Authorization: Bearer " + bearer + "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            String status = line();
            int length = 0;
            for (String field = line(); !field.isEmpty(); field = line()) {
                if (field.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(field.substring(15).strip());
                }
            }
            for (int i = 0; i < length; i++) {
                if (answers.read() < 0) {
                    throw new IOException("the body ends too early");
                }
            }
            return status.substring("HTTP/1.1 ".length());
        }

        private String line() throws IOException {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("the connection ends too early");
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static SSLContext context(@Nullable Issued identity) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.2");
            KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
            keys.init(store(identity), new char[0]);
            context.init(keys.getKeyManagers(), new TrustManager[] {new AnyServer()}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyStore store(@Nullable Issued identity) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (identity != null) {
            store.setKeyEntry(
                    "client", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
        }
        return store;
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
