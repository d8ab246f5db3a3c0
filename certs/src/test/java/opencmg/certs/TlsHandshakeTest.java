package opencmg.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Uses the certificates on both ends of a JDK TLS 1.2 connection, with host name verification. */
class TlsHandshakeTest {

    private static final char[] NONE = new char[0];
    private static CertificateAuthority root;
    private static CertificateAuthority issuing;

    @BeforeAll
    static void createAuthorities() {
        root = CertificateAuthority.root("Test Root", CaEnvironment.forTests());
        issuing = root.subordinate("Test Issuing CA");
    }

    @Test
    void bothEndsAuthenticateEachOther() throws Exception {
        IssuedCertificate edge =
                issuing.issue(CertificateRequest.edge(ServiceName.of("granitefalls.corp.example"), "localhost"));
        IssuedCertificate client = issuing.issue(CertificateRequest.client("pc01.corp.example"));

        assertThat(handshake(edge, client)).isEqualTo(client.certificate());
    }

    @Test
    void acceptsAWildcardCertificateWithAnEcKey() throws Exception {
        IssuedCertificate edge =
                issuing.issue(CertificateRequest.wildcardEdge(ServiceName.of("granitefalls.corp.example"), "localhost")
                        .withKey(KeyKind.EC_P256));

        assertThat(handshake(edge, issuing.issue(CertificateRequest.client("pc01"))))
                .isNotNull();
    }

    @Test
    void refusesAServerWithAnotherName() {
        IssuedCertificate edge = issuing.issue(CertificateRequest.edge(ServiceName.of("granitefalls.corp.example")));
        IssuedCertificate client = issuing.issue(CertificateRequest.client("pc01"));

        assertThatThrownBy(() -> handshake(edge, client)).isInstanceOf(SSLException.class);
    }

    @Test
    void refusesAClientCertificateOnAServer() {
        IssuedCertificate clientCertificate = issuing.issue(CertificateRequest.client("localhost"));
        IssuedCertificate client = issuing.issue(CertificateRequest.client("pc01"));

        assertThatThrownBy(() -> handshake(clientCertificate, client)).isInstanceOf(SSLException.class);
    }

    /** Performs a handshake and returns the client certificate that the server received. */
    private static X509Certificate handshake(IssuedCertificate server, IssuedCertificate client) throws Exception {
        try (SSLServerSocket listening = (SSLServerSocket)
                context(server).getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setNeedClientAuth(true);
            CompletableFuture<X509Certificate> seen = CompletableFuture.supplyAsync(() -> accept(listening));
            try (SSLSocket socket = (SSLSocket) context(client)
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
                socket.setSoTimeout(10_000);
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                parameters.setProtocols(new String[] {"TLSv1.2"});
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return seen.get(10, TimeUnit.SECONDS);
            }
        }
    }

    private static X509Certificate accept(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static SSLContext context(IssuedCertificate identity) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(Pkcs12.keyStore(identity, NONE), NONE);
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, NONE);
        anchors.setCertificateEntry("root", root.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
