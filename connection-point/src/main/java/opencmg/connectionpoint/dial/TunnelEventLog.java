package opencmg.connectionpoint.dial;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.tunnel.DialListener;
import opencmg.tunnel.TunnelTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what happens to the tunnel connections: the loss of one is a warning, of the last one an error. Called on every loop. */
public final class TunnelEventLog implements DialListener {

    private static final Logger log = LoggerFactory.getLogger(TunnelEventLog.class);

    private final AtomicInteger connectionsUp = new AtomicInteger();

    /** The last outcome that each gateway reported: every loop reports it, and it is logged once. */
    private final Map<TunnelTarget, String> outcomes = new ConcurrentHashMap<>();

    private volatile boolean stopping;

    /** From now on lost connections are expected. */
    public void stopping() {
        stopping = true;
    }

    /** Connections that carry requests. */
    public int connectionsUp() {
        return connectionsUp.get();
    }

    @Override
    public void onUp(TunnelTarget gateway, String instance) {
        log.atInfo()
                .addKeyValue("tunnel", gateway)
                .addKeyValue("instance", instance)
                .addKeyValue("up", connectionsUp.incrementAndGet())
                .log("A tunnel connection is up");
    }

    @Override
    public void onDown(TunnelTarget gateway, String cause) {
        int left = connectionsUp.decrementAndGet();
        var line = stopping ? log.atInfo() : left > 0 ? log.atWarn() : log.atError();
        boolean last = left == 0 && !stopping;
        line.addKeyValue("tunnel", gateway)
                .addKeyValue("hop", "tunnel")
                .addKeyValue("reason", cause)
                .addKeyValue("left", left)
                .log(
                        last
                                ? "The last tunnel connection is gone: no gateway reaches this connection point"
                                : "A tunnel connection is gone");
    }

    @Override
    public void onDialFailed(TunnelTarget gateway, int attempt, String cause) {
        if (!stopping) {
            log.atWarn()
                    .addKeyValue("tunnel", gateway)
                    .addKeyValue("hop", "tunnel")
                    .addKeyValue("attempt", attempt)
                    .addKeyValue("reason", cause)
                    .log("A gateway could not be dialled; it is tried again");
        }
    }

    @Override
    public void onSiteApplied(TunnelTarget gateway, long offered, long runs, String problem) {
        String outcome = offered + " " + runs + " " + problem;
        if (outcome.equals(outcomes.put(gateway, outcome))) {
            return;
        }
        if (problem.isEmpty()) {
            log.atInfo()
                    .addKeyValue("tunnel", gateway)
                    .addKeyValue("version", runs)
                    .log("A gateway runs the site configuration");
        } else {
            log.atError()
                    .addKeyValue("tunnel", gateway)
                    .addKeyValue("offered", offered)
                    .addKeyValue("runs", runs)
                    .addKeyValue("reason", problem)
                    .log("A gateway refuses the site configuration and keeps the one it has");
        }
    }
}
