package opencmg.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private final RetryBudget budget = new RetryBudget();

    private int taken(int requests, int tries) {
        int taken = 0;
        for (int i = 0; i < requests; i++) {
            budget.request();
            for (int attempt = 0; attempt < tries; attempt++) {
                taken += budget.take() ? 1 : 0;
            }
        }
        return taken;
    }

    @Test
    void allowsAFifthOfTheRequestsAndTheSavedRetries() {
        assertThat(taken(1000, 2)).isBetween(200, 210);
        assertThat(taken(1000, 2)).isBetween(199, 200);
    }

    @Test
    void savesAtMostTen() {
        assertThat(taken(1000, 0)).isZero();

        assertThat(taken(1, 100)).isEqualTo(10);
    }

    /** Its server closes each connection before the next request, so each request needs a retry. */
    @Test
    void allowsARetryEachSecondWithoutLimit() {
        int served = 0;
        for (int i = 0; i < 100; i++) {
            budget.second();
            served += taken(1, 1);
        }
        assertThat(served).isEqualTo(100);
    }
}
