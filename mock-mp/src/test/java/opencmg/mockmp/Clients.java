package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients at the point where a test begins. */
final class Clients {

    static final String DOOR = "/ccm_system/request";
    static final String TOKEN_DOOR = "/ccm_system_tokenauth/request";

    private Clients() {}

    /** Registered with a bulk token, so approved. */
    static SpecClient approved(SiteForTests site) {
        String access =
                TokenServiceTest.exchange(site, TokenServiceTest.bulk(site).getString("token"));
        SpecClient client = new SpecClient(site.mp()).with("Authorization", "Bearer " + access);
        assertThat(client.register(TOKEN_DOOR)).contains("ApprovalStatus=\"1\"");
        return client;
    }

    /** Registered with nothing, so pending. */
    static SpecClient pending(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp());
        assertThat(client.register(DOOR)).contains("Status=\"1\"").contains("ApprovalStatus=\"-1\"");
        return client;
    }
}
