package opencmg.diagnose;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.Pem;

/** Returns what it was set up with: the metadata of an edge under any certificate, or an admin server with any version. */
final class FakeGateway implements AutoCloseable {

    private final HttpServer server;
    private final String scheme;

    private FakeGateway(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
    }

    static FakeGateway edge(Vertx vertx, IssuedCertificate certificate) {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(Pem.certificates(certificate.chain())))
                        .addKeyValue(Buffer.buffer(Pem.key(certificate.key()))));
        JsonObject metadata = new JsonObject().put("ready", true).put("siteCode", "LAB");
        return listening(vertx, options, "https", metadata, metadata);
    }

    static FakeGateway admin(Vertx vertx, String siteCode, long version, String connectionPoint) {
        JsonObject tunnels = new JsonObject()
                .put(
                        "sites",
                        new JsonArray()
                                .add(new JsonObject().put("siteCode", siteCode).put("configurationVersion", version)))
                .put("tunnels", new JsonArray().add(new JsonObject().put("connectionPoint", connectionPoint)));
        return listening(vertx, new HttpServerOptions(), "http", new JsonObject().put("ready", true), tunnels);
    }

    private static FakeGateway listening(
            Vertx vertx, HttpServerOptions options, String scheme, JsonObject ready, JsonObject tunnels) {
        HttpServer server = vertx.createHttpServer(options).requestHandler(request -> request.response()
                .putHeader("content-type", "application/json")
                .end((request.path().equals("/tunnels") ? tunnels : ready).toBuffer())
                .onFailure(gone -> {}));
        return new FakeGateway(server.listen(0, "127.0.0.1").await(), scheme);
    }

    URI url() {
        return URI.create(scheme + "://127.0.0.1:" + server.actualPort());
    }

    @Override
    public void close() {
        server.close().await();
    }
}
