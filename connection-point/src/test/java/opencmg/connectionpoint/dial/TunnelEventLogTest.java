package opencmg.connectionpoint.dial;

import static org.assertj.core.api.Assertions.assertThat;

import opencmg.tunnel.TunnelTarget;
import opencmg.tunnel.logwatch.LogWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TunnelEventLogTest {

    private static final TunnelTarget ONE = new TunnelTarget("10.0.0.1", 10140, "gateway.example");
    private static final TunnelTarget OTHER = new TunnelTarget("10.0.0.2", 10140, "gateway.example");

    private final LogWatch log = LogWatch.of(TunnelEventLog.class);
    private final TunnelEventLog events = new TunnelEventLog();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void logsALostConnectionAsWarningAndTheLastOneAsError() {
        events.onUp(ONE, "gw-1");
        events.onUp(OTHER, "gw-2");
        events.onDown(ONE, "cut");
        events.onDown(OTHER, "no frame");

        assertThat(log.lines().get(2))
                .startsWith("WARN A tunnel connection is gone ")
                .contains("left=1");
        assertThat(log.lines().get(3))
                .startsWith("ERROR The last tunnel connection is gone: no gateway reaches this connection point ")
                .contains("reason=no frame", "left=0");
    }

    @Test
    void logsExpectedLossesAsInfo() {
        events.onUp(ONE, "gw-1");
        events.stopping();
        events.onDown(ONE, "the connection point stops");

        assertThat(log.lines().get(1)).startsWith("INFO A tunnel connection is gone ");
    }

    @Test
    void logsOnceThatAGatewayRefusesAConfigurationAndWhy() {
        events.onSiteApplied(ONE, 8, 7, "roles[0] is odd");
        events.onSiteApplied(ONE, 8, 7, "roles[0] is odd");

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("ERROR A gateway refuses the site configuration and keeps the one it has ")
                .contains("offered=8", "runs=7", "reason=roles[0] is odd");
    }
}
