package opencmg.tunnel.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import opencmg.tunnel.FailureReason;
import opencmg.tunnel.http2.HeaderList;
import org.junit.jupiter.api.Test;

/** What somebody else's connection point may send. */
class GatewayStreamTest {

    @Test
    void keepsADetailThatIsNotPercentEncoded() {
        HeaderList head = failure("upstream_lost").add("opencmg-detail", "%zz of it");

        assertThat(GatewayStream.failureIn(head)).satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
            assertThat(failure.detail()).isEqualTo("%zz of it");
        });
    }

    @Test
    void readsAnUnknownCodeAsAFaultOfTheConnectionPoint() {
        assertThat(GatewayStream.failureIn(failure("made_up_later")))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(FailureReason.CONNECTION_POINT_FAILED));
    }

    private static HeaderList failure(String code) {
        return new HeaderList().status("502").add("opencmg-failure", code);
    }
}
