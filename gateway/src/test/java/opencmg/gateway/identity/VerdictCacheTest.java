package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import opencmg.gateway.identity.VerdictCache.Fingerprint;
import opencmg.gateway.identity.VerdictCache.Generations;
import opencmg.gateway.identity.VerdictCache.Verified;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.SharedBlockingWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerdictCacheTest {

    private static final Generations CURRENT = new Generations(1, 1);

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final SharedBlockingWork blockingWork = new SharedBlockingWork(vertx);
    private final VerdictCache<Identity.Pki> cache = new VerdictCache<>(blockingWork, clock, 100);
    private int verifications;

    @AfterEach
    void stop() {
        Awaited.done(blockingWork.close());
        Awaited.done(vertx.close());
    }

    @Test
    void neverExceedsItsLimit() {
        for (int i = 0; i < 1_000; i++) {
            grant(i, CURRENT);
        }
        verifications = 0;
        for (int i = 0; i < 1_000; i++) {
            grant(i, CURRENT);
        }

        assertThat(verifications).isGreaterThanOrEqualTo(900);
    }

    @Test
    void keepsEntriesThatAreRead() {
        grant(-1, CURRENT);
        for (int i = 0; i < 1_000; i++) {
            grant(i, CURRENT);
            grant(-1, CURRENT);
        }

        assertThat(verifications).isEqualTo(1_001);
    }

    @Test
    void forgetsAGrantWhenTheCredentialIsRefusedLater() {
        grant(1, CURRENT);
        refuse(1, new Generations(2, 1));
        grant(1, CURRENT);

        assertThat(verifications).isEqualTo(2);
    }

    @Test
    void verifiesAgainAfterTheEndOfTheVerdict() {
        grant(1, CURRENT);
        grant(1, CURRENT);
        assertThat(verifications).isEqualTo(1);
        clock.advance(Duration.ofHours(1));
        grant(1, CURRENT);

        assertThat(verifications).isEqualTo(2);
    }

    @Test
    void refusalsDoNotDisplaceGrants() {
        for (int i = 0; i < 50; i++) {
            grant(i, CURRENT);
        }
        for (int i = 1_000; i < 5_000; i++) {
            refuse(i, CURRENT);
        }
        verifications = 0;
        for (int i = 0; i < 50; i++) {
            grant(i, CURRENT);
        }

        assertThat(verifications).isZero();
    }

    private void grant(int credential, Generations generations) {
        Instant until = clock.instant().plus(Duration.ofHours(1));
        Identity.Pki identity = new Identity.Pki("CN=client", "01", "CN=issuer", until);
        assertThat(Awaited.value(cache.get(Identity.Pki.class, "LAB", fingerprint(credential), generations, () -> {
                    verifications++;
                    return Future.succeededFuture(new Verified<>(identity, until));
                })))
                .isNotNull();
    }

    private void refuse(int credential, Generations generations) {
        Awaited.refusal(
                cache.get(
                        Identity.Pki.class,
                        "LAB",
                        fingerprint(credential),
                        generations,
                        () -> Future.failedFuture(new Refusal(RefusalReason.CERTIFICATE_REVOKED, "test"))),
                RefusalReason.CERTIFICATE_REVOKED);
    }

    private static Fingerprint fingerprint(int credential) {
        return Fingerprint.of(Integer.toString(credential));
    }
}
