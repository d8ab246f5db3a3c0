package opencmg.gateway.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import opencmg.gateway.admission.Admitted;
import opencmg.tunnel.link.EmbeddedTunnel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keeps the hot path short: what lies between forward() and the HEADERS frame of a real tunnel. */
class ForwardingDepthTest {

    private static final int MAX_FRAMES_BETWEEN = 7;
    private static final int MAX_FUTURES = 5;
    private static final int EXCHANGES = 50;
    private static final String FUTURES = "io.vertx.core.impl.future.";

    private final Vertx vertx = Vertx.vertx();
    private final AdmittedInTest admitted = new AdmittedInTest(vertx);
    private final Deadlines deadlines = new Deadlines(vertx);
    private final EmbeddedTunnel embedded = new EmbeddedTunnel();
    private final Forwarder forwarder = forwarder();

    private Forwarder forwarder() {
        Tunnels tunnels = TestTunnels.of(vertx, admitted.site.published());
        tunnels.onUp(embedded.tunnel());
        return new Forwarder(tunnels, new InFlight(EXCHANGES), deadlines, () -> {});
    }

    @AfterEach
    void close() {
        embedded.close();
        deadlines.close();
        admitted.close();
    }

    private void forward() {
        forwarder.forward(new ForwardedExchange(admitted.request("GET"), null), (response, failure) -> {});
    }

    @Test
    void reachesTheFrameWriterInFewCalls() {
        List<String> stack = embedded.stackOfHeaders(this::forward);

        int writer = stack.indexOf("Http2FrameWriter.headers");
        int forward = stack.indexOf("Forwarder.forward");
        assertThat(writer).as("%s", stack).isNotNegative();
        assertThat(forward).as("%s", stack).isGreaterThan(writer);
        assertThat(stack.subList(writer + 1, forward)).hasSizeLessThanOrEqualTo(MAX_FRAMES_BETWEEN);
    }

    /** A garbage collection in between could hide futures, but never add any. */
    @Test
    void allocatesFewFutures() throws Exception {
        List<Admitted> requests = new ArrayList<>();
        for (int i = 0; i < EXCHANGES; i++) {
            requests.add(admitted.request("GET"));
        }
        long before = futures(); // collects the garbage first
        requests.forEach(request -> forwarder.forward(new ForwardedExchange(request, null), (response, failure) -> {}));
        long allocated = futures("-all") - before;

        assertThat(allocated).as("each exchange has at least one").isGreaterThanOrEqualTo(EXCHANGES);
        assertThat(allocated / EXCHANGES).isLessThanOrEqualTo(MAX_FUTURES);
    }

    /** Instances on the heap; with {@code -all} the unreachable ones too. */
    private static long futures(String... options) throws JMException, ClassNotFoundException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {options},
                        new String[] {String[].class.getName()});
        long count = 0;
        for (String line : histogram.split("\n", -1)) {
            String[] columns = line.trim().split("\\s+", -1); // number, instances, bytes, class, module
            if (columns.length >= 4
                    && columns[3].startsWith(FUTURES)
                    && !columns[3].contains("Lambda")
                    && Future.class.isAssignableFrom(Class.forName(columns[3]))) {
                count += Long.parseLong(columns[1]);
            }
        }
        assertThat(count).as("the histogram has futures").isPositive();
        return count;
    }
}
