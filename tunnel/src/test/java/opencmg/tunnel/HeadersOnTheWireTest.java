package opencmg.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What somebody else's connection point may send. */
class HeadersOnTheWireTest {

    @Test
    void takesADetailThatIsNotPercentEncodedAsItIs() {
        HeaderList head = failure("upstream_lost").add("opencmg-detail", "%zz of it");

        assertThat(HeadersOnTheWire.failureOf(head)).satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
            assertThat(failure.detail()).isEqualTo("%zz of it");
        });
    }

    @Test
    void readsACodeThatItDoesNotKnowAsAFaultOfTheConnectionPoint() {
        assertThat(HeadersOnTheWire.failureOf(failure("made_up_later")))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(FailureReason.CONNECTION_POINT_FAILED));
    }

    private static HeaderList failure(String code) {
        return new HeaderList().status("502").add("opencmg-failure", code);
    }
}
