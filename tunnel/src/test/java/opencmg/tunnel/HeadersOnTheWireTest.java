package opencmg.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import org.junit.jupiter.api.Test;

/** What somebody else's connection point may send. */
class HeadersOnTheWireTest {

    @Test
    void takesADetailThatIsNotPercentEncodedAsItIs() {
        Http2Headers head = failure("upstream_lost").set("opencmg-detail", "%zz of it");

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

    private static Http2Headers failure(String code) {
        return new DefaultHttp2Headers().status("502").set("opencmg-failure", code);
    }
}
