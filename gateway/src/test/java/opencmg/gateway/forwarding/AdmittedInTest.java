package opencmg.gateway.forwarding;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import opencmg.gateway.admission.Admission;
import opencmg.gateway.admission.AdmissionRequest;
import opencmg.gateway.admission.Admitted;
import opencmg.gateway.admission.DecisionLog;
import opencmg.gateway.identity.Awaited;
import opencmg.gateway.identity.TestSite;
import opencmg.gateway.identity.Verifiers;
import opencmg.gateway.revocation.RevocationSettings;

/** Admitted requests for tests of what comes behind admission; made by the real one, because nobody else can. */
final class AdmittedInTest implements AutoCloseable {

    final TestSite site = new TestSite();
    private final Vertx vertx;
    private final Verifiers verifiers;
    private final Admission admission;

    AdmittedInTest(Vertx vertx) {
        this.vertx = vertx;
        this.verifiers = Awaited.value(Verifiers.start(vertx, RevocationSettings.DEFAULTS, Clock.systemUTC()));
        this.admission =
                new Admission(site.published(), verifiers, new DecisionLog(Clock.systemUTC()), "test", () -> true);
    }

    Admitted request(String method) {
        String token = site.tokens.sign(site.tokens.access(UUID.randomUUID(), "Device"));
        AdmissionRequest arrival = new AdmissionRequest(
                "request-1",
                method,
                "/CCM_Proxy_ServerAuth/" + TestSite.MP + "/SMS_MP/.sms_aut?MPLIST",
                HttpHeaders.headers().add("authorization", "Bearer " + token),
                List.of(),
                -1);
        return (Admitted) Awaited.value(admission.admit(arrival));
    }

    @Override
    public void close() {
        Awaited.done(verifiers.close());
        Awaited.done(vertx.close());
    }
}
