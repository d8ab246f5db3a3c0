package opencmg.gateway.admission;

import java.util.Locale;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.MpMode;

/**
 * One cell of the product's support table for internet clients: a kind of client, a mode of the management point, a scenario. All kinds of clients
 * are supported with a management point in enhanced HTTP or HTTPS mode, none with one in HTTP mode; workgroup and domain-joined clients are
 * supported in device-centric scenarios only.
 */
record ClientScenario(ClientKind client, MpMode mode, Scenario scenario) {

    /** Kinds of client computers, as in the product's tables. */
    enum ClientKind {
        WORKGROUP("workgroup", false),
        AD_JOINED("Active Directory domain-joined", false),
        ENTRA_JOINED("Entra joined", true),
        HYBRID_JOINED("hybrid joined", true);

        private final String text;
        private final boolean userCentric;

        ClientKind(String text, boolean userCentric) {
            this.text = text;
            this.userCentric = userCentric;
        }

        /**
         * The least privileged kind that fits an identity. Clients of every kind present certificates and device tokens, so these count as
         * workgroup. A user's access token is issued only in exchange for an Entra token.
         */
        static ClientKind of(Identity identity) {
            boolean entra = identity instanceof Identity.Entra
                    || (identity instanceof Identity.SiteToken token && token.kind() == Identity.TokenKind.ACCESS_USER);
            return entra ? ENTRA_JOINED : WORKGROUP;
        }

        String text() {
            return text;
        }
    }

    enum Scenario {
        /** Policy, inventory and updates of the computer. */
        DEVICE("device-centric"),
        /** Applications deployed to a user. */
        USER("user-centric");

        private final String text;

        Scenario(String text) {
            this.text = text;
        }

        /** The user service is the only endpoint for users alone (protocol.md 1.2). */
        static Scenario of(Endpoint endpoint) {
            return endpoint.path().toLowerCase(Locale.ROOT).startsWith("/cmuserservice") ? USER : DEVICE;
        }

        String text() {
            return text;
        }
    }

    static ClientScenario of(Identity identity, MpMode mode, Endpoint endpoint) {
        return new ClientScenario(ClientKind.of(identity), mode, Scenario.of(endpoint));
    }

    boolean isSupported() {
        return mode != MpMode.HTTP && (scenario == Scenario.DEVICE || client.userCentric);
    }

    /** @throws Refusal naming the cell when it is not supported */
    void checkSupported() {
        if (!isSupported()) {
            throw new Refusal(
                    RefusalReason.COMBINATION_UNSUPPORTED,
                    "not supported over a gateway: " + text() + "; "
                            + (mode == MpMode.HTTP
                                    ? "the management point must be in E-HTTP or HTTPS mode"
                                    : "user-centric scenarios need an Entra joined or hybrid joined client"),
                    "Not supported: " + text());
        }
    }

    private String text() {
        return client.text() + " client, " + mode + " management point, " + scenario.text() + " scenario";
    }
}
