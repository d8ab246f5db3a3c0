package opencmg.gateway.admission;

import opencmg.gateway.identity.Identity;
import opencmg.gateway.identity.TokenKind;

/** Kinds of client computers, as the product's tables have them. */
enum ClientKind {
    WORKGROUP("workgroup", false),
    AD_JOINED("Active Directory domain-joined", false),
    ENTRA_JOINED("Entra joined", true),
    HYBRID_JOINED("hybrid joined", true);

    private final String text;
    private final boolean usersToo;

    ClientKind(String text, boolean usersToo) {
        this.text = text;
        this.usersToo = usersToo;
    }

    /**
     * What a proof shows at least. A certificate and a device's site token are shown by clients of every kind: they are taken for the kind that
     * may do least. A user's access token was given for an Entra token.
     */
    static ClientKind of(Identity identity) {
        boolean entra = identity instanceof Identity.Entra
                || (identity instanceof Identity.SiteToken token && token.kind() == TokenKind.ACCESS_USER);
        return entra ? ENTRA_JOINED : WORKGROUP;
    }

    String text() {
        return text;
    }

    /** Whether user-centric scenarios are supported over the internet, and not device-centric ones alone. */
    boolean usersToo() {
        return usersToo;
    }
}
