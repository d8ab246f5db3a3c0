package opencmg.gateway.admission;

import java.util.Locale;
import opencmg.settings.site.Endpoint;

/** What a request is about. */
enum Scenario {
    /** Policy, inventory, updates of the computer. */
    DEVICE("device-centric"),
    /** Applications that are deployed to a user. */
    USER("user-centric");

    private final String text;

    Scenario(String text) {
        this.text = text;
    }

    /** The user service is the one entry point for users alone (protocol.md 1.2). */
    static Scenario of(Endpoint endpoint) {
        return endpoint.path().toLowerCase(Locale.ROOT).startsWith("/cmuserservice") ? USER : DEVICE;
    }

    String text() {
        return text;
    }
}
