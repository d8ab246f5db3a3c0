package opencmg.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import opencmg.lab.SharedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedLab.class)
class ProofsTest {

    @Test
    void allHoldInALabThatIsWell(SharedLab.Running lab) {
        assertThat(new Proofs(lab.vertx(), lab.file()).all())
                .hasSizeGreaterThan(10)
                .allMatch(Proof::holds);
    }

    @Test
    void oneThatCameOutOtherwiseDoesNotHold() {
        assertThat(new Proof("x", "401", "200 OK", "").holds()).isFalse();
        assertThat(new Proof("x", "401 CMGService_Invalid_Token", "401 Unauthorized", "").holds())
                .isFalse();
        assertThat(new Proof("x", "401", "401 Unauthorized", "gateway").holds()).isTrue();
    }
}
