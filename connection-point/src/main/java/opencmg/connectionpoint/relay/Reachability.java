package opencmg.connectionpoint.relay;

import java.util.concurrent.TimeUnit;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a role answers. A change is a line in the log, not every request: a role that is down is asked thousands of times. Any thread; two
 * lines for one change are no harm.
 */
final class Reachability {

    private static final Logger log = LoggerFactory.getLogger(Reachability.class);

    private static final long BETWEEN_LINES = TimeUnit.MINUTES.toNanos(1);

    private final String roleId;
    private final String url;
    private volatile @Nullable RelayFailure trouble;
    private volatile @Nullable FailureReason saidReason;
    private volatile long saidAt;
    private volatile boolean said;

    Reachability(String roleId, String url) {
        this.roleId = roleId;
        this.url = url;
    }

    void answered() {
        if (trouble == null) {
            return;
        }
        trouble = null;
        if (said) {
            said = false;
            log.atInfo()
                    .addKeyValue("role", roleId)
                    .addKeyValue("hop", "upstream")
                    .addKeyValue("url", url)
                    .log("A role answers again");
        }
    }

    void failed(RelayFailure failure) {
        trouble = failure;
        long now = System.nanoTime();
        if (failure.reason() == saidReason && now - saidAt < BETWEEN_LINES) {
            return;
        }
        saidReason = failure.reason();
        saidAt = now;
        said = true;
        log.atWarn()
                .addKeyValue("role", roleId)
                .addKeyValue("hop", failure.reason().hop())
                .addKeyValue("reason", failure.reason().code())
                .addKeyValue("detail", failure.detail())
                .log("A role does not answer; this is said once a minute, every exchange is in the log at debug");
    }

    /** What is wrong now, or null. */
    @Nullable
    String trouble() {
        RelayFailure now = trouble;
        return now == null ? null : now.toString();
    }
}
