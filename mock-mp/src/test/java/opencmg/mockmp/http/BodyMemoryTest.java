package opencmg.mockmp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BodyMemoryTest {

    private final BodyMemory memory = new BodyMemory(100);

    @Test
    void refusesWhoWouldTakeMoreThanThereIs() {
        BodyMemory.Share first = memory.share();
        BodyMemory.Share second = memory.share();
        first.reserve(60);

        assertThatThrownBy(() -> second.reserve(41))
                .isInstanceOfSatisfying(RequestRefusedException.class, refused -> assertThat(refused.status())
                        .isEqualTo(503));
        second.reserve(40);
        first.close();
        second.reserve(60);
        assertThat(memory.reserved()).isEqualTo(100);
    }

    @Test
    void givesBackOnceWhatWasTaken() {
        BodyMemory.Share share = memory.share();
        share.reserve(30);
        share.reserve(30);
        share.close();
        share.close();

        assertThat(memory.reserved()).isZero();
    }
}
