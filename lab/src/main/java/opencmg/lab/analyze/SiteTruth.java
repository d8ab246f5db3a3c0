package opencmg.lab.analyze;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import opencmg.lab.chain.SiteFace;
import opencmg.lab.chain.SiteRefused;
import opencmg.lab.http.NoAnswer;
import opencmg.lab.http.Web;
import org.jspecify.annotations.Nullable;

/** What the site says of itself: the source of truth for version and roles. */
final class SiteTruth {

    private final JsonObject configuration;
    private final String silence;

    private SiteTruth(JsonObject configuration, String silence) {
        this.configuration = configuration;
        this.silence = silence;
    }

    static SiteTruth ask(Web web, Target.@Nullable SiteServer site) {
        if (site == null) {
            return new SiteTruth(new JsonObject(), "the site server is not known");
        }
        try {
            return new SiteTruth(new SiteFace(web, site.url(), site.secret()).configuration(), "");
        } catch (NoAnswer | SiteRefused e) {
            return new SiteTruth(new JsonObject(), "the site server does not answer: " + e.getMessage());
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
