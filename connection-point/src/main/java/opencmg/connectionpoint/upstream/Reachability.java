package opencmg.connectionpoint.upstream;

import opencmg.tunnel.RelayFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a role answers. Its change is a line in the log, not every request: a role that is down is asked thousands of times. Any thread. */
final class Reachability {

    private static final Logger log = LoggerFactory.getLogger(Reachability.class);

    private final String roleId;
    private final String url;
    private volatile @Nullable RelayFailure trouble;

    Reachability(String roleId, String url) {
        this.roleId = roleId;
        this.url = url;
    }

    void answered() {
        if (trouble != null) {
            trouble = null;
            log.atInfo()
                    .addKeyValue("role", roleId)
                    .addKeyValue("hop", "upstream")
                    .addKeyValue("url", url)
                    .log("the role answers again");
        }
    }

    void failed(RelayFailure failure) {
        RelayFailure before = trouble;
        trouble = failure;
        if (before == null || before.reason() != failure.reason()) {
            log.atWarn()
                    .addKeyValue("role", roleId)
                    .addKeyValue("hop", failure.reason().hop())
                    .addKeyValue("reason", failure.reason().code())
                    .addKeyValue("detail", failure.detail())
                    .log("the role does not answer; further failures of this kind are logged at debug until it does");
        }
    }

    /** What is wrong now, or null. */
    @Nullable
    String trouble() {
        RelayFailure now = trouble;
        return now == null ? null : now.toString();
    }
}
