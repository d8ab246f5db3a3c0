package opencmg.mockmp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.keys.SiteKeys;
import opencmg.mockmp.settings.ManagementPointSettings;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.mockmp.updates.UpdatePoint;
import opencmg.settings.Address;
import opencmg.settings.TlsIdentity;
import opencmg.settings.site.MpMode;
import org.jspecify.annotations.Nullable;

/** Opens the ports of a site, by its mode, and knows what they became. */
final class SiteListeners {

    private final MockSiteSettings settings;
    private final Listeners listeners;
    private final WorkerPool work;
    private @Nullable HttpServer managementPoint;
    private @Nullable HttpServer plain;
    private @Nullable HttpServer updatePoint;
    private @Nullable HttpServer siteServer;

    SiteListeners(Vertx vertx, MockSiteSettings settings, WorkerPool work) {
        this.settings = settings;
        this.listeners = new Listeners(vertx);
        this.work = work;
    }

    /** In order; whoever gets a failure closes. */
    Future<Void> open(Vertx vertx, SiteServices site, Clock clock) {
        Router clients = ManagementPoint.router(vertx, site);
        return managementPoint(site, clients)
                .onSuccess(server -> managementPoint = server)
                .compose(next -> plain(vertx, clients))
                .compose(next -> listeners.plain(
                        settings.updatePoint().listen(),
                        "updatePoint.listen",
                        UpdatePoint.router(vertx, site.scenarios(), site.bodies(), clock)))
                .onSuccess(server -> updatePoint = server)
                .compose(next -> listeners.plain(settings.siteServer().listen(), "siteServer.listen", site.face()))
                .onSuccess(server -> siteServer = server)
                .mapEmpty();
    }

    private Future<HttpServer> managementPoint(SiteServices site, Router clients) {
        ManagementPointSettings mp = settings.managementPoint();
        String keyPath = "managementPoint.listen";
        return switch (settings.mode()) {
            case HTTP -> listeners.plain(mp.listen(), keyPath, clients);
            case EHTTP ->
                roleCertificate(site)
                        .compose(role ->
                                listeners.tls(mp.listen(), keyPath, role.certificateFile(), role.keyFile(), clients));
            case HTTPS -> {
                TlsIdentity identity = mp.identity();
                yield listeners.tls(mp.listen(), keyPath, identity.certificateFile(), identity.keyFile(), clients);
            }
        };
    }

    private Future<Void> plain(Vertx vertx, Router clients) {
        Address given = settings.managementPoint().plainListen();
        Address address = given == null && settings.mode() == MpMode.EHTTP
                ? new Address(settings.managementPoint().listen().host(), 0)
                : given;
        if (address == null) {
            return Future.succeededFuture();
        }
        Router router = settings.mode() == MpMode.HTTPS ? ManagementPoint.httpsOnly(vertx) : clients;
        return listeners
                .plain(address, "managementPoint.plainListen", router)
                .onSuccess(server -> plain = server)
                .mapEmpty();
    }

    /** Puts the role certificate of mode ehttp in place again if it was renewed. */
    Future<Void> renew(SiteServices site) {
        return settings.mode() == MpMode.EHTTP
                ? roleCertificate(site).compose(role -> listeners.renew(role.certificateFile(), role.keyFile()))
                : Future.succeededFuture();
    }

    private Future<SiteKeys.RoleCertificate> roleCertificate(SiteServices site) {
        ManagementPointSettings mp = settings.managementPoint();
        List<String> names = Stream.of(mp.fqdn(), "localhost", "127.0.0.1", host(mp.listen()))
                .distinct()
                .toList();
        return work.run(() -> site.trust().keys().roleCertificate(names));
    }

    Future<Void> close() {
        return listeners.close();
    }

    URI managementPointUrl() {
        String scheme = settings.mode() == MpMode.HTTP ? "http" : "https";
        return url(scheme, settings.managementPoint().listen(), managementPoint);
    }

    URI plainManagementPointUrl() {
        return plain == null
                ? managementPointUrl()
                : url("http", settings.managementPoint().listen(), plain);
    }

    URI updatePointUrl() {
        return url("http", settings.updatePoint().listen(), updatePoint);
    }

    URI siteServerUrl() {
        return url("http", settings.siteServer().listen(), siteServer);
    }

    private URI url(String scheme, Address listen, @Nullable HttpServer server) {
        if (server == null) {
            throw new IllegalStateException("the port is not open");
        }
        return URI.create(scheme + "://" + new Address(host(listen), server.actualPort()));
    }

    /** A host that others can dial: a wildcard address is the fqdn to them. */
    private String host(Address listen) {
        boolean wildcard = listen.host().equals("0.0.0.0") || listen.host().equals("::");
        return wildcard ? settings.managementPoint().fqdn() : listen.host();
    }
}
