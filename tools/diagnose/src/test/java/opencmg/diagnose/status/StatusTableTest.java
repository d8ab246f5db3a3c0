package opencmg.diagnose.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {

    private static PartStatus gateway(JsonObject... tunnels) {
        return new PartStatus(
                "http://127.0.0.1:8081", "", new JsonObject("""
                        {"name": "gw-1", "edge": "127.0.0.1:443", "inFlight": 3, "connections": 12,
                         "sites": [{"siteCode": "LAB", "configurationVersion": 7}], "certificate": {"daysLeft": 365}}"""), List.of(tunnels), List.of(new JsonObject("""
                        {"connectionPoint": "5f0c", "peer": "10.0.0.9:1234", "at": "2026-01-01T00:00:00Z", "reason": "cut"}""")));
    }

    @Test
    void alignsARowForEachTunnelUnderItsHead() {
        List<String> lines = StatusTable.lines(gateway(
                new JsonObject("""
                        {"connectionPoint": "5f0c7a52", "peer": "10.0.0.9:50000", "ageSeconds": 3725, "roundTripMillis": 0.4321,
                         "outstanding": 2, "exchanges": 100, "bytesIn": 1536, "bytesOut": 10485760, "configurationVersion": 7,
                         "lastError": "", "draining": false}"""),
                new JsonObject("{\"peer\": \"10.0.0.8:50001\", \"ageSeconds\": 0, \"lastError\": \"\"}")));

        assertThat(lines)
                .containsExactly(
                        "gateway gw-1  http://127.0.0.1:8081  ready",
                        "  edge 127.0.0.1:443 · exchanges in flight 3 · client connections 12 · configuration LAB version 7 · certificate 365 days",
                        "  CONNECTION POINT  PEER            STATE             AGE        RTT     IN FLIGHT  EXCHANGES  IN       OUT     VERSION  LAST ERROR",
                        "  5f0c7a52          10.0.0.9:50000  up                1 h 2 min  0.4 ms  2          100        1.5 KiB  10 MiB  7        -",
                        "  ?                 10.0.0.8:50001  before its hello  0 s        -       0          0          0 B      0 B     -        -",
                        "  gone since 2026-01-01T00:00:00Z: 5f0c at 10.0.0.9:1234: cut",
                        "");
    }

    @Test
    void writesAgesAndSizesShort() {
        assertThat(List.of(-1L, 59L, 61L, 3600L, 90_000L))
                .extracting(StatusTable::age)
                .containsExactly("-", "59 s", "1 min 1 s", "1 h 0 min", "1 d 1 h");
        assertThat(List.of(0L, 1024L, 10L << 20, 5L << 40))
                .extracting(StatusTable::size)
                .containsExactly("0 B", "1.0 KiB", "10 MiB", "5.0 TiB");
    }
}
