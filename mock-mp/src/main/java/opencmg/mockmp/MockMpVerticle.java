package opencmg.mockmp;

import io.vertx.core.json.JsonObject;
import opencmg.launch.RunningServer;
import opencmg.launch.ServerType;
import opencmg.launch.ServerVerticle;
import opencmg.mockmp.settings.MockSiteSettings;

/** The mock site as a verticle; {@code config()} has the keys of {@link MockSiteSettings}. {@code ports()} are siteServer, mp and intranetMp. */
public final class MockMpVerticle extends ServerVerticle {

    /** For commands and for the lab. */
    public static final ServerType<MockSiteSettings> TYPE = new ServerType<>(
            "mock-mp",
            MockSiteSettings.class,
            settings -> "site " + settings.siteCode() + ", management point "
                    + settings.managementPoint().listen(),
            (vertx, settings) -> MockSite.start(vertx, settings).map(MockMpVerticle::running));

    /** Vert.x creates it by name. */
    public MockMpVerticle() {
        super(TYPE);
    }

    private static RunningServer running(MockSite site) {
        return new RunningServer(
                new JsonObject()
                        .put("siteServer", site.siteServerPort())
                        .put("mp", site.managementPointUrl().toString())
                        .put("intranetMp", site.plainManagementPointUrl().toString()),
                site::close);
    }
}
