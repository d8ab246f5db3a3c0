package opencmg.mockmp;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import opencmg.mockmp.database.DatabaseSettings;
import opencmg.mockmp.settings.ManagementPointSettings;
import opencmg.mockmp.settings.MessageLimits;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.settings.Address;
import opencmg.settings.site.MpMode;
import org.jspecify.annotations.Nullable;

/** A running site on free loopback ports, and the site face as a test calls it. */
final class SiteForTests implements AutoCloseable {

    static final Address ANY = new Address("127.0.0.1", 0);
    static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Vertx vertx = Vertx.vertx();
    private final MockSite site;

    private SiteForTests(MockSiteSettings settings, Clock clock) {
        try {
            this.site = Await.on(MockSite.start(vertx, settings, clock));
        } catch (RuntimeException e) {
            Await.on(vertx.close());
            throw e;
        }
    }

    static SiteForTests start(MockSiteSettings settings) {
        return new SiteForTests(settings, Clock.systemUTC());
    }

    static SiteForTests start(MockSiteSettings settings, Clock clock) {
        return new SiteForTests(settings, clock);
    }

    static MockSiteSettings settings(Path dataDir, MpMode mode) {
        return settings(dataDir, mode, managementPoint(null, null, null), null);
    }

    static MockSiteSettings settings(
            Path dataDir, MpMode mode, ManagementPointSettings managementPoint, @Nullable DatabaseSettings database) {
        return new MockSiteSettings(
                "LAB",
                null,
                dataDir,
                mode,
                managementPoint,
                new MockSiteSettings.UpdatePoint(ANY),
                new MockSiteSettings.SiteServer(ANY, null),
                "cmg.corp.example",
                null,
                MockSiteSettings.PkiClients.NONE,
                List.of(),
                database,
                MockSiteSettings.DEFAULT_MP_ROLE,
                MockSiteSettings.DEFAULT_SUP_ROLE,
                false,
                MessageLimits.DEFAULT,
                List.of());
    }

    static ManagementPointSettings managementPoint(
            @Nullable Path certificate, @Nullable Path key, @Nullable Path trust) {
        return new ManagementPointSettings(
                ANY, null, "mp1.corp.example", certificate, key, trust, ManagementPointSettings.LOOPBACK, null);
    }

    MockSite site() {
        return site;
    }

    URI mp() {
        return site.plainManagementPointUrl();
    }

    HttpResponse<String> face(String method, String path, String body) {
        return send(HttpRequest.newBuilder(site.siteServerUrl().resolve(path))
                .header("Authorization", "Bearer " + site.siteSecret().reveal())
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonObject faceJson(String method, String path, String body) {
        HttpResponse<String> response = face(method, path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        return new JsonObject(response.body());
    }

    /** A call whose answer does not matter, as long as it is 200. */
    void tell(String method, String path, String body) {
        HttpResponse<String> response = face(method, path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
    }

    HttpResponse<String> get(String path, UnaryOperator<HttpRequest.Builder> change) {
        return send(change.apply(HttpRequest.newBuilder(mp().resolve(path))));
    }

    HttpResponse<String> get(String path) {
        return get(path, same -> same);
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request.build(), handler);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        Await.on(site.close());
        Await.on(vertx.close());
    }
}
