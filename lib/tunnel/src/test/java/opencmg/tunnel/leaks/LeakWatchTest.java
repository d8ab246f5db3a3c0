package opencmg.tunnel.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

class LeakWatchTest {

    @Test
    void failsAClassThatLeaks() {
        long failed = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter("junit.jupiter.conditions.deactivate", "org.junit.*")
                .selectors(selectClass(Leaking.class))
                .execute()
                .containerEvents()
                .failed()
                .count();

        assertThat(failed).isEqualTo(1);
    }

    /** Not run by itself: its name does not end in Test. */
    static final class Leaking {
        @Test
        void loses() {
            assertThat(ByteBufAllocator.DEFAULT.directBuffer(16).refCnt()).isEqualTo(1);
        }
    }
}
