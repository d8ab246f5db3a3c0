package opencmg.diagnose;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import opencmg.client.descriptor.SiteClient;
import opencmg.client.descriptor.SiteRefusedException;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import org.jspecify.annotations.Nullable;

/** What the site says of itself: the source of truth for version and roles. */
final class ExpectedSite {

    private final JsonObject configuration;
    private final String silence;

    private ExpectedSite(JsonObject configuration, String silence) {
        this.configuration = configuration;
        this.silence = silence;
    }

    static ExpectedSite ask(Web web, AnalysisTarget.@Nullable SiteServer site) {
        if (site == null) {
            return new ExpectedSite(new JsonObject(), "the site server is not known");
        }
        try {
            return new ExpectedSite(new SiteClient(web, site.url(), site.secret()).configuration(), "");
        } catch (NoResponseException | SiteRefusedException e) {
            return new ExpectedSite(new JsonObject(), "the site server does not answer: " + e.getMessage());
        }
    }

    /** Why nothing is known; empty when it is. */
    String silence() {
        return silence;
    }

    String siteCode() {
        return configuration.getString("siteCode", "");
    }

    long version() {
        return configuration.getLong("version", 0L);
    }

    /** Roles of a type, MP or SUP: those of the site, unless it tells none or somebody asks for one that it does not have. */
    List<SiteRole> roles(String type, List<SiteRole> given) {
        List<SiteRole> told = configuration.getJsonArray("roles", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(role -> type.equals(role.getString("type")))
                .map(role -> new SiteRole(role.getString("id"), role.getString("fqdn", "")))
                .toList();
        boolean others = given.stream()
                .anyMatch(role -> told.stream().noneMatch(known -> known.id().equals(role.id())));
        return told.isEmpty() || others ? given : told;
    }
}
