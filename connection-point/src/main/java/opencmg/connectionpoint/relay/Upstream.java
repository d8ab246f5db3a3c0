package opencmg.connectionpoint.relay;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import opencmg.http.client.Origin;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A management point or update point inside: its address, and whether it responds.
 *
 * <p>Only a change of that is logged, not every request, because an upstream that is down still gets thousands of them. Any thread; two loops that
 * notice a change at the same time may log it twice.
 */
final class Upstream {

    private static final Logger log = LoggerFactory.getLogger(Upstream.class);

    private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String roleId;
    private final Origin origin;
    private final String basePath;
    private final String url;
    private volatile @Nullable RelayFailure trouble;
    private volatile @Nullable FailureReason loggedReason;
    private volatile long loggedAt;
    private volatile boolean loggedAsDown;

    /**
     * An upstream nothing is known of yet.
     *
     * @param roleId of the role that it serves
     * @param internalUrl port 80 or 443 unless it names one; a slash at its end does not count
     */
    Upstream(String roleId, URI internalUrl) {
        boolean ssl = "https".equals(internalUrl.getScheme());
        int port = internalUrl.getPort() > 0 ? internalUrl.getPort() : ssl ? 443 : 80;
        String path = internalUrl.getRawPath() == null ? "" : internalUrl.getRawPath();
        String host = internalUrl.getHost();
        this.roleId = roleId;
        this.origin = new Origin(ssl, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
        this.basePath = path.replaceAll("/+$", "");
        this.url = (ssl ? "https://" : "http://") + origin.hostAndPort() + basePath;
    }

    Origin origin() {
        return origin;
    }

    boolean ssl() {
        return origin.ssl();
    }

    /** What precedes every path there: usually empty, never with a slash at its end. */
    String basePath() {
        return basePath;
    }

    /** Scheme to base path: what replaces the external prefix. */
    String url() {
        return url;
    }

    void responded() {
        if (trouble == null) {
            return;
        }
        trouble = null;
        if (loggedAsDown) {
            loggedAsDown = false;
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
        if (failure.reason() == loggedReason && now - loggedAt < LOG_INTERVAL_NANOS) {
            return;
        }
        loggedReason = failure.reason();
        loggedAt = now;
        loggedAsDown = true;
        log.atWarn()
                .addKeyValue("role", roleId)
                .addKeyValue("hop", failure.reason().hop())
                .addKeyValue("reason", failure.reason().code())
                .addKeyValue("detail", failure.detail())
                .log("A role does not answer; this is said once a minute, every exchange is in the log at debug");
    }

    /** The failure of the latest exchange, or null when it got a response. */
    @Nullable
    String trouble() {
        RelayFailure current = trouble;
        return current == null ? null : current.toString();
    }
}
