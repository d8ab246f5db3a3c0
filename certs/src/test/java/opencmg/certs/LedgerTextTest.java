package opencmg.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTextTest {

    private static final Instant ISSUED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2027-04-02T12:00:00Z");
    private static final LedgerEntry GOOD =
            new LedgerEntry(new BigInteger("4f09c2", 16), "CN=PC 01\\, desk", ISSUED, EXPIRES, null);
    private static final LedgerEntry REVOKED = new LedgerEntry(BigInteger.TEN, "CN=PC02", ISSUED, EXPIRES, null)
            .revoked(new LedgerEntry.Revocation(ISSUED.plusSeconds(60), RevocationReason.SUPERSEDED));

    @Test
    void hasOneLinePerCertificate() {
        assertThat(LedgerText.format(BigInteger.TWO, List.of(GOOD, REVOKED)).lines())
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactly(
                        "revocation-list 2",
                        "4f09c2\t2026-03-01T12:00:00Z\t2027-04-02T12:00:00Z\t-\t-\tCN=PC 01\\, desk",
                        "a\t2026-03-01T12:00:00Z\t2027-04-02T12:00:00Z\t2026-03-01T12:01:00Z\tsuperseded\tCN=PC02");
    }

    @Test
    void readsBackWhatItWrote() throws Exception {
        MemoryLedger read = LedgerText.parse(LedgerText.format(BigInteger.TWO, List.of(GOOD, REVOKED)));

        assertThat(read.entries()).containsExactly(GOOD, REVOKED);
        assertThat(read.lastListNumber()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4f09c2",
                "xyz\t2026-03-01T12:00:00Z\t2027-04-02T12:00:00Z\t-\t-\tCN=PC",
                "4f\tyesterday\t2027-04-02T12:00:00Z\t-\t-\tCN=PC",
                "4f\t2026-03-01T12:00:00Z\t2027-04-02T12:00:00Z\t2026-03-01T12:00:00Z\tmood\tCN=PC",
                "revocation-list many"
            })
    void reportsTheNumberOfADamagedLine(String line) {
        assertThatThrownBy(() -> LedgerText.parse("# head\n" + line + "\n"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("line 2 is damaged");
    }

    @Test
    void reportsTheStatusOfAnEntry() {
        assertThat(GOOD.status(EXPIRES)).isEqualTo("valid");
        assertThat(GOOD.status(EXPIRES.plusSeconds(1))).isEqualTo("expired");
        assertThat(REVOKED.status(EXPIRES.plusSeconds(1))).isEqualTo("revoked");
    }
}
