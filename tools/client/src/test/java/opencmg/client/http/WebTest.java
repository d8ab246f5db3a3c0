package opencmg.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.Pem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class WebTest {

    private final CertificateAuthority root = CertificateAuthority.root("Test root", CaEnvironment.forTests());

    @TempDir
    Path dir;

    @Test
    void sendsMethodTargetHeadersAndBodyUnchanged(Vertx vertx, VertxTestContext test) {
        Web web = new Web(vertx, WebTrust.of(null));
        listen(vertx, request -> request.body().compose(body -> request.response()
                        .end(request.method() + " " + request.uri() + " " + request.getHeader("X-Test") + " "
                                + request.getHeader("User-Agent") + " " + body)))
                .compose(server -> web.send(WebRequest.of("CCM_POST", url(server, "/a%7Bb%7D?c=d&e=%2F"))
                        .header("X-Test", "1")
                        .body("text/plain", Buffer.buffer("hello"))))
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(response.body()).hasToString("CCM_POST /a%7Bb%7D?c=d&e=%2F 1 null hello");
                    test.completeNow();
                })));
    }

    @Test
    void returnsRedirectsAndErrorsAsResults(Vertx vertx, VertxTestContext test) {
        Web web = new Web(vertx, WebTrust.of(null));
        listen(vertx, request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "/elsewhere")
                        .end())
                .compose(server -> web.send(WebRequest.get(url(server, "/"))))
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(response.status()).isEqualTo(302);
                    test.completeNow();
                })));
    }

    @Test
    void refusesABodyAboveTheLimitAndClosesTheConnection(Vertx vertx, VertxTestContext test) {
        Web web = new Web(vertx, WebTrust.of(null));
        var closed = test.checkpoint();
        var refused = test.checkpoint();
        listen(vertx, request -> {
                    request.connection().closeHandler(done -> closed.flag());
                    return request.response()
                            .putHeader("Content-Length", "1000000000")
                            .write(Buffer.buffer(new byte[17 << 20]));
                })
                .compose(server -> web.send(WebRequest.get(url(server, "/"))))
                .onComplete(test.failing(cause -> test.verify(() -> {
                    assertThat(cause)
                            .isInstanceOf(NoResponseException.class)
                            .hasMessageEndingWith("more than 16777216 bytes");
                    refused.flag();
                })));
    }

    @Test
    void downloadsTheRestOfAFile(Vertx vertx, VertxTestContext test) throws Exception {
        Web web = new Web(vertx, WebTrust.of(null));
        Path file = Files.writeString(dir.resolve("file"), "012");
        listen(vertx, request -> request.response()
                        .setStatusCode(206)
                        .putHeader("Content-Range", "bytes 3-5/6")
                        .end("345"))
                .compose(server -> web.download(WebRequest.get(url(server, "/")), file, 3))
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(file).hasContent("012345");
                    assertThat(response.body().length()).isZero();
                    test.completeNow();
                })));
    }

    @Test
    void replacesAFileIfTheServerIgnoresTheRange(Vertx vertx, VertxTestContext test) throws Exception {
        Web web = new Web(vertx, WebTrust.of(null));
        Path file = Files.writeString(dir.resolve("file"), "abcdef");
        listen(vertx, request -> request.response().end("0123"))
                .compose(server -> web.download(WebRequest.get(url(server, "/")), file, 6))
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(file).hasContent("0123");
                    test.completeNow();
                })));
    }

    @Test
    void leavesTheFileUnchangedAfterARefusal(Vertx vertx, VertxTestContext test) {
        Web web = new Web(vertx, WebTrust.of(null));
        Path file = dir.resolve("file");
        listen(vertx, request -> request.response().setStatusCode(404).end("missing"))
                .compose(server -> web.download(WebRequest.get(url(server, "/")), file, 0))
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(response.body()).hasToString("missing");
                    assertThat(file).doesNotExist();
                    test.completeNow();
                })));
    }

    @Test
    void keepsWhatABrokenDownloadReceived(Vertx vertx, VertxTestContext test) {
        Web web = new Web(vertx, WebTrust.of(null));
        Path file = dir.resolve("file");
        listen(vertx, request -> request.response()
                        .putHeader("Content-Length", "10")
                        .write("0123")
                        .compose(written -> untilSize(vertx, file, 4))
                        .compose(received -> request.connection().close()))
                .compose(server -> web.download(WebRequest.get(url(server, "/")), file, 0))
                .onComplete(test.failing(cause -> test.verify(() -> {
                    assertThat(cause)
                            .isInstanceOfSatisfying(NoResponseException.class, failure -> assertThat(failure.step())
                                    .isEqualTo(NoResponseException.Step.BROKEN));
                    assertThat(file).hasContent("0123");
                    test.completeNow();
                })));
    }

    /** Nothing reads the response at that moment. */
    @Test
    void noticesAConnectionThatBreaksBeforeTheFileIsOpen(Vertx vertx, VertxTestContext test) {
        Web web = new Web(vertx, WebTrust.of(null));
        Promise<Optional<AsyncFile>> opened = Promise.promise();
        ResponseBody body = new ResponseBody(response -> {
            response.request().connection().closeHandler(closed -> opened.complete(Optional.empty()));
            return opened.future();
        });
        listen(vertx, request -> request.response()
                        .putHeader("Content-Length", "10")
                        .write("0123")
                        .compose(written -> request.connection().close()))
                .compose(server -> web.send(WebRequest.get(url(server, "/")), body))
                .onComplete(test.failing(cause -> test.verify(() -> {
                    assertThat(cause)
                            .isInstanceOfSatisfying(NoResponseException.class, failure -> assertThat(failure.step())
                                    .isEqualTo(NoResponseException.Step.BROKEN));
                    test.completeNow();
                })));
    }

    private static Future<Void> untilSize(Vertx vertx, Path file, long size) {
        Promise<Void> reached = Promise.promise();
        vertx.setPeriodic(5, timer -> vertx.fileSystem().props(file.toString()).onSuccess(properties -> {
            if (properties.size() == size && vertx.cancelTimer(timer)) {
                reached.complete();
            }
        }));
        return reached.future();
    }

    @Test
    void uploadsAFile(Vertx vertx, VertxTestContext test) throws Exception {
        Web web = new Web(vertx, WebTrust.of(null));
        Path file = Files.writeString(dir.resolve("file"), "content");
        listen(vertx, request -> request.body().compose(request.response()::end))
                .compose(server -> web.upload(WebRequest.of("PUT", url(server, "/")), file))
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(response.body()).hasToString("content");
                    test.completeNow();
                })));
    }

    @Test
    void givesUpAfterTheTimeout(Vertx vertx, VertxTestContext test) {
        Web web = new Web(vertx, WebTrust.of(null));
        listen(vertx, request -> Future.succeededFuture())
                .compose(server -> web.send(WebRequest.get(url(server, "/")).timeout(1)))
                .onComplete(test.failing(cause -> test.verify(() -> {
                    assertThat(cause)
                            .isInstanceOfSatisfying(NoResponseException.class, failure -> assertThat(failure.step())
                                    .isEqualTo(NoResponseException.Step.TIMEOUT));
                    test.completeNow();
                })));
    }

    @Test
    void showsItsCertificateToAServerWithATrustedOne(Vertx vertx, VertxTestContext test) throws Exception {
        Web web = Web.withCertificate(
                vertx, WebTrust.of(trustFile(root)), root.issue(CertificateRequest.client("pc01.corp.example")));
        listenTls(vertx, ClientAuth.REQUIRED)
                .compose(server -> web.send(WebRequest.get(httpsUrl(server))))
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(response.body()).hasToString("CN=pc01.corp.example");
                    test.completeNow();
                })));
    }

    @Test
    void reportsAnUntrustedServerCertificate(Vertx vertx, VertxTestContext test) throws Exception {
        Web web = new Web(
                vertx, WebTrust.of(trustFile(CertificateAuthority.root("Other root", CaEnvironment.forTests()))));
        listenTls(vertx, ClientAuth.NONE)
                .compose(server -> web.send(WebRequest.get(httpsUrl(server))))
                .onComplete(test.failing(cause -> test.verify(() -> {
                    assertThat(cause)
                            .isInstanceOfSatisfying(NoResponseException.class, failure -> assertThat(failure.step())
                                    .isEqualTo(NoResponseException.Step.TLS));
                    test.completeNow();
                })));
    }

    @Test
    void probesAnUntrustedCertificateWithoutSendingCredentials(Vertx vertx, VertxTestContext test) {
        listenTls(vertx, ClientAuth.NONE)
                .compose(server ->
                        TlsProbe.connect(vertx, WebRequest.get(httpsUrl(server)).bearer("secret")))
                .onComplete(test.succeeding(probe -> test.verify(() -> {
                    assertThat(probe.chain().get(0).getIssuerX500Principal())
                            .isEqualTo(root.certificate().getSubjectX500Principal());
                    assertThat(probe.protocol()).startsWith("TLSv1.");
                    assertThat(probe.response().body()).hasToString("no certificate, null");
                    test.completeNow();
                })));
    }

    private Path trustFile(CertificateAuthority authority) throws Exception {
        Path file = dir.resolve("trust.pem");
        Pem.writeCertificates(file, List.of(authority.certificate()));
        return file;
    }

    private static Future<HttpServer> listen(Vertx vertx, Exchange exchange) {
        return vertx.createHttpServer().requestHandler(exchange).listen(0, "127.0.0.1");
    }

    private Future<HttpServer> listenTls(Vertx vertx, ClientAuth clientAuth) {
        IssuedCertificate certificate = root.issue(CertificateRequest.edgeAt("127.0.0.1"));
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setClientAuth(clientAuth)
                .setTrustOptions(new PemTrustOptions()
                        .addCertValue(Buffer.buffer(Pem.certificates(List.of(root.certificate())))))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(Pem.certificates(certificate.chain())))
                        .addKeyValue(Buffer.buffer(Pem.key(certificate.key()))));
        Exchange exchange = request -> request.response()
                .end(
                        clientAuth == ClientAuth.REQUIRED
                                ? request.connection()
                                        .sslSession()
                                        .getPeerPrincipal()
                                        .getName()
                                : "no certificate, " + request.getHeader("Authorization"));
        return vertx.createHttpServer(options).requestHandler(exchange).listen(0, "127.0.0.1");
    }

    private static String url(HttpServer server, String target) {
        return "http://127.0.0.1:" + server.actualPort() + target;
    }

    private static String httpsUrl(HttpServer server) {
        return "https://127.0.0.1:" + server.actualPort() + "/";
    }

    /** What a server does with a request. A failure means that the client closed the connection first. */
    private interface Exchange extends Handler<HttpServerRequest> {

        Future<Void> serve(HttpServerRequest request) throws Exception;

        @Override
        default void handle(HttpServerRequest request) {
            try {
                serve(request).onFailure(closed -> {});
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
