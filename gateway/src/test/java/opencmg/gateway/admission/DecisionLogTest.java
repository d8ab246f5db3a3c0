package opencmg.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import opencmg.gateway.identity.TestClock;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionLogTest {

    private final DecisionLog decisions = new DecisionLog(new TestClock());

    @Test
    void keepsRefusalsWhileManyRequestsAreAdmitted() {
        decisions.add(decision("refused", new Refusal(RefusalReason.ROLE_UNKNOWN, "8")));
        for (int i = 0; i < 3 * DecisionLog.ADMITTED; i++) {
            decisions.add(decision("admitted-" + i, null));
        }
        assertThat(found("refused").toJson().getString("outcome")).isEqualTo("role_unknown");
        assertThat(found("admitted-" + (2 * DecisionLog.ADMITTED)).toJson().getString("outcome"))
                .isEqualTo("admitted");
        assertThat(decisions.find("admitted-0")).isNull();
    }

    @Test
    void forgetsTheOldestRefusals() {
        for (int i = 0; i <= DecisionLog.REFUSED; i++) {
            decisions.add(decision("r" + i, new Refusal(RefusalReason.ROLE_UNKNOWN, "8")));
        }
        assertThat(decisions.find("r0")).isNull();
        assertThat(decisions.find("r1")).isNotNull();
    }

    @Test
    void recordsFailuresAfterAdmission() {
        decisions.add(decision("r", null));
        decisions.failed("r", new Refusal(RefusalReason.TUNNEL_LOST, "cut"));
        decisions.failed("unseen", new Refusal(RefusalReason.OVER_LIMIT, "full"));

        assertThat(found("r").toJson().getString("outcome")).isEqualTo("tunnel_lost");
        assertThat(found("r").path()).isEqualTo("/p");
        assertThat(found("r").toJson().getString("hop")).isEqualTo("tunnel");
        assertThat(found("unseen").toJson().getInteger("status")).isEqualTo(503);
    }

    @Test
    void dropsTheQueryAndTruncatesThePath() {
        assertThat(Decision.pathOf("/a?secret=1")).isEqualTo("/a");
        assertThat(Decision.pathOf("/" + "a".repeat(10_000))).hasSize(512);
    }

    private Decision found(String requestId) {
        return Objects.requireNonNull(decisions.find(requestId));
    }

    private static Decision decision(String requestId, @Nullable Refusal refusal) {
        return new Decision(
                requestId, 0, "GET", "/p", null, Decision.Route.NONE, Decision.Presented.NOTHING, null, refusal);
    }
}
