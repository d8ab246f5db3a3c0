package opencmg.gateway.admission;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import opencmg.gateway.admission.RequestTarget.Face;
import opencmg.gateway.admission.RequestTarget.ServiceMetadata;
import opencmg.gateway.admission.RequestTarget.TenantInfo;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.identity.Verifiers;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.site.PublishedSite;
import opencmg.gateway.site.SiteView;
import opencmg.settings.site.Tenant;

/**
 * What the gateway answers by itself. Purpose and paths are public (protocol.md 1.2), the bodies are this project's own. All three are open to
 * strangers: people test the server certificate with them, and a client asks for its tenant before it has a token.
 */
final class SiteWideResponses {

    private static final String JSON = "application/json";

    private final Verifiers verifiers;
    private final String version;
    private final BooleanSupplier ready;

    SiteWideResponses(Verifiers verifiers, String version, BooleanSupplier ready) {
        this.verifiers = verifiers;
        this.version = version;
        this.ready = ready;
    }

    Future<AdmissionOutcome> answer(
            RequestTarget target, AdmissionRequest arrival, Credentials credentials, SiteView view) {
        if (!arrival.method().equals("GET") && !arrival.method().equals("HEAD")) {
            throw new Refusal(RefusalReason.METHOD_NOT_ALLOWED, "the gateway answers this path to GET and HEAD");
        }
        if (target instanceof TenantInfo info) {
            return Future.succeededFuture(tenant(info, view));
        }
        String token = credentials.bearer();
        if (target instanceof ServiceMetadata metadata && metadata.face() == Face.SERVER_AUTH && token != null) {
            // A client that sends its token here wants to know whether the token is good.
            return bearerOfAny(token, view.sites().iterator(), none(view)).map(identity -> metadata(view));
        }
        return Future.succeededFuture(metadata(view));
    }

    private Future<Identity> bearerOfAny(String token, Iterator<PublishedSite> sites, Refusal soFar) {
        return sites.hasNext()
                ? verifiers
                        .bearer(token, sites.next())
                        .recover(failure -> bearerOfAny(token, sites, Refusal.of(failure)))
                : Future.failedFuture(soFar);
    }

    private static Refusal none(SiteView view) {
        return new Refusal(
                view.isEmpty() ? RefusalReason.NO_SITE_CONFIGURATION : RefusalReason.TOKEN_ISSUER,
                "no site has told yet whose tokens are good");
    }

    private LocalResponse metadata(SiteView view) {
        List<PublishedSite> sites = view.sites().stream()
                .sorted(Comparator.comparing(PublishedSite::code))
                .toList();
        JsonObject json =
                new JsonObject().put("version", version).put("ready", !sites.isEmpty() && ready.getAsBoolean());
        if (!sites.isEmpty()) {
            json.mergeIn(site(sites.get(0)));
        }
        if (sites.size() > 1) {
            json.put(
                    "sites",
                    new JsonArray(sites.stream().map(SiteWideResponses::site).toList()));
        }
        return new LocalResponse(200, JSON, json.toBuffer());
    }

    private static JsonObject site(PublishedSite site) {
        return new JsonObject()
                .put("siteCode", site.code())
                .put("configurationVersion", site.configuration().version());
    }

    private static LocalResponse tenant(TenantInfo info, SiteView view) {
        if (view.isEmpty()) {
            throw new Refusal(RefusalReason.NO_SITE_CONFIGURATION, "no site has told yet which tenants are onboarded");
        }
        for (PublishedSite site : view.sites()) {
            Tenant tenant = site.tenant(info.tenantId());
            if (tenant != null && !tenant.disabled()) {
                return new LocalResponse(
                        200,
                        JSON,
                        new JsonObject()
                                .put("TenantID", tenant.tenantId())
                                .put("AADCLIENTAPPID", tenant.clientAppId())
                                .put("AADRESOURCEURI", tenant.resourceUri())
                                .toBuffer());
            }
        }
        throw new Refusal(
                RefusalReason.TENANT_UNKNOWN,
                info.tenantId().isEmpty()
                        ? "the query has no TenantID"
                        : "no site has onboarded this tenant, or it is switched off");
    }
}
