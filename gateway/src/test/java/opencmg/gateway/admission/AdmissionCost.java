package opencmg.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import opencmg.gateway.identity.Awaited;
import opencmg.gateway.identity.PeerChain;
import opencmg.gateway.identity.RevocationSettings;
import opencmg.gateway.identity.TestSite;
import opencmg.gateway.identity.Verifiers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * CPU time of admitting a request of a known client, everything in it: path, role, credential, endpoint, the decision kept for explanations.
 * Not among the tests that always run; see docs/authentication.md for the command.
 */
class AdmissionCost {

    private static final int ROUND = 200_000;
    private static final int ROUNDS = 15;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final Vertx vertx = Vertx.vertx();
    private final TestSite site = new TestSite();

    @Test
    void ofAKnownClient() {
        Verifiers verifiers = Awaited.value(Verifiers.start(vertx, RevocationSettings.DEFAULTS, site.clock));
        Admission admission = new Admission(site.published(), verifiers, new Decisions(site.clock), "1", () -> true);
        PeerChain chain = PeerChain.of(site.client("PC01.corp.example").chain());
        String token = site.tokens.sign(site.tokens.access(UUID.randomUUID(), "Device"));
        String path = TestSite.MP + "/SMS_MP/.sms_aut?MPLIST";
        String authorization = "Bearer " + token;

        tell("token", admission, arrival("/CCM_Proxy_ServerAuth/" + path, authorization, List.of()));
        tell("certificate", admission, arrival("/CCM_Proxy_MutualAuth/" + path, null, chain));
        Awaited.done(verifiers.close().eventually(vertx::close));
    }

    /** The best of many rounds: what disturbs a round only ever adds to it. */
    private static void tell(String way, Admission admission, Arrival arrival) {
        assertThat(Awaited.value(admission.admit(arrival))).isInstanceOf(Admitted.class);
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = CPU.getCurrentThreadCpuTime();
            int admitted = 0;
            for (int i = 0; i < ROUND; i++) {
                admitted += admission.admit(arrival).succeeded() ? 1 : 0;
            }
            best = Math.min(best, CPU.getCurrentThreadCpuTime() - before);
            assertThat(admitted)
                    .as("admitted at once, without leaving the thread")
                    .isEqualTo(ROUND);
        }
        System.out.printf("admission by %s: %.2f us of CPU%n", way, best / 1000.0 / ROUND);
    }

    private static Arrival arrival(String uri, @Nullable String authorization, List<X509Certificate> chain) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        headers.add("Host", "gateway.example").add("User-Agent", "CCMHTTP").add("Accept", "*/*");
        if (authorization != null) {
            headers.add("Authorization", authorization);
        }
        return new Arrival("r-1", "GET", uri, headers, chain, -1);
    }
}
