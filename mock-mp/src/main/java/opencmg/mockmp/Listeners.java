package opencmg.mockmp;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import opencmg.mockmp.http.UnreadableRequests;
import opencmg.settings.Address;
import opencmg.settings.InvalidSettingsException;
import org.jspecify.annotations.Nullable;

/** The open ports of a site; closed together. */
final class Listeners {

    private static final int MAX_HEADER_BYTES = 64 << 10;
    private static final int IDLE_SECONDS = 300;

    private final Vertx vertx;
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<HttpServer> secured = new ArrayList<>();

    Listeners(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<HttpServer> plain(Address address, String keyPath, Handler<HttpServerRequest> handler) {
        return listen(options(), address, keyPath, handler);
    }

    /** TLS 1.2 and later; a client certificate is asked for and any is taken. */
    Future<HttpServer> tls(
            Address address, String keyPath, Path certificateFile, Path keyFile, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = options()
                .setSsl(true)
                .setUseAlpn(false)
                .setSslEngineOptions(engine())
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(new AcceptAnyCertificate()))
                .setKeyCertOptions(certificate(certificateFile, keyFile));
        return listen(options, address, keyPath, handler).onSuccess(secured::add);
    }

    /** A renewed certificate for the TLS ports; connections that are open keep the old one. */
    Future<Void> renew(Path certificateFile, Path keyFile) {
        List<Future<Boolean>> renewed = secured.stream()
                .map(server -> server.updateSSLOptions(new ServerSSLOptions()
                        .setClientAuth(ClientAuth.REQUEST)
                        .setTrustOptions(TrustOptions.wrap(new AcceptAnyCertificate()))
                        .setKeyCertOptions(certificate(certificateFile, keyFile))))
                .toList();
        return Future.all(renewed).mapEmpty();
    }

    Future<Void> close() {
        return Future.join(servers.stream().map(HttpServer::close).toList()).mapEmpty();
    }

    private Future<HttpServer> listen(
            HttpServerOptions options, Address address, String keyPath, Handler<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer(options)
                .requestHandler(handler)
                .invalidRequestHandler(UnreadableRequests::respond);
        return server.listen(address.port(), address.host())
                .onSuccess(servers::add)
                .recover(failure -> Future.failedFuture(new InvalidSettingsException(
                        "", keyPath, address + " cannot be opened: " + reason(failure) + "; is the port in use?")));
    }

    private static String reason(@Nullable Throwable failure) {
        return failure == null || failure.getMessage() == null ? String.valueOf(failure) : failure.getMessage();
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(16 << 10)
                .setIdleTimeout(IDLE_SECONDS)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false);
    }

    private static SSLEngineOptions engine() {
        return OpenSSLEngineOptions.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
    }

    private static PemKeyCertOptions certificate(Path certificateFile, Path keyFile) {
        return new PemKeyCertOptions().setCertPath(certificateFile.toString()).setKeyPath(keyFile.toString());
    }

    /** Takes any client certificate in the handshake; whether it is worth anything is decided for each request. Clients only: it trusts no server. */
    private static final class AcceptAnyCertificate implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // decided later, where a reason can be given
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw new IllegalStateException("this is no client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
