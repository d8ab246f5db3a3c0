package opencmg.gateway.admission;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import opencmg.gateway.admission.AdmissionOutcome.LocalResponse;
import opencmg.gateway.admission.RequestTarget.Prefix;
import opencmg.gateway.admission.RequestTarget.ServiceMetadata;
import opencmg.gateway.admission.RequestTarget.TenantInfo;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.identity.Verifiers;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.site.PublishedSite;
import opencmg.gateway.site.PublishedSites;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * The responses that the gateway sends itself. Purpose and paths are public (protocol.md 1.2), the bodies are this project's own. None requires
 * authentication: people test the server certificate with them, and a client looks up its tenant before it has a token.
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

    /** @param token the client's bearer token; null without one */
    Future<AdmissionOutcome> respond(
            RequestTarget target, AdmissionRequest request, @Nullable String token, PublishedSites.Snapshot snapshot) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw new Refusal(RefusalReason.METHOD_NOT_ALLOWED, "the gateway answers this path to GET and HEAD");
        }
        if (target instanceof TenantInfo info) {
            return Future.succeededFuture(tenant(info, snapshot));
        }
        if (target instanceof ServiceMetadata metadata && metadata.prefix() == Prefix.SERVER_AUTH && token != null) {
            // A client that sends its token here wants to know whether the token is valid.
            return verifyByAnySite(token, snapshot.sites().iterator(), noSite(snapshot))
                    .map(identity -> metadata(snapshot));
        }
        return Future.succeededFuture(metadata(snapshot));
    }

    private Future<Identity> verifyByAnySite(String token, Iterator<PublishedSite> sites, Refusal lastRefusal) {
        return sites.hasNext()
                ? verifiers
                        .bearer(token, sites.next())
                        .recover(failure -> verifyByAnySite(token, sites, Refusal.of(failure)))
                : Future.failedFuture(lastRefusal);
    }

    private static Refusal noSite(PublishedSites.Snapshot snapshot) {
        return new Refusal(
                snapshot.isEmpty() ? RefusalReason.NO_SITE_CONFIGURATION : RefusalReason.TOKEN_ISSUER,
                "no site has told yet whose tokens are good");
    }

    private LocalResponse metadata(PublishedSites.Snapshot snapshot) {
        List<PublishedSite> sites = snapshot.sites().stream()
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

    private static LocalResponse tenant(TenantInfo info, PublishedSites.Snapshot snapshot) {
        if (snapshot.isEmpty()) {
            throw new Refusal(RefusalReason.NO_SITE_CONFIGURATION, "no site has told yet which tenants are onboarded");
        }
        for (PublishedSite site : snapshot.sites()) {
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
