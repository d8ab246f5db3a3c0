package opencmg.gateway.admission;

import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.settings.site.MpMode;

/**
 * One cell of the product's table of what internet clients may do through a gateway: every kind of client reaches a management point in enhanced
 * HTTP or HTTPS mode, none one in HTTP mode; workgroup and domain-joined clients are supported for device-centric scenarios only.
 */
record Combination(ClientKind client, MpMode mode, Scenario scenario) {

    boolean isSupported() {
        return mode != MpMode.HTTP && (scenario == Scenario.DEVICE || client.usersToo());
    }

    void check() {
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

    /** The name of the cell. */
    String text() {
        return client.text() + " client, " + mode + " management point, " + scenario.text() + " scenario";
    }
}
