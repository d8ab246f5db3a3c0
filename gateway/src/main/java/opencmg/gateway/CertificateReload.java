package opencmg.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.LoadedIdentity;
import opencmg.settings.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every minute whether a server's certificate files have a new certificate, and uses it for new connections. Files that cannot be used, for example
 * half written ones, are logged once a minute and change nothing.
 */
final class CertificateReload {

    private static final Logger log = LoggerFactory.getLogger(CertificateReload.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final String server;
    private final Vertx vertx;
    private final Clock clock;
    private final TlsIdentity files;
    private final Supplier<Future<?>> apply;
    private final long timer;
    private volatile LoadedIdentity current;

    /**
     * @param server edge or tunnel, for people
     * @param apply makes the server read the files again
     */
    CertificateReload(
            String server,
            Vertx vertx,
            Clock clock,
            TlsIdentity files,
            LoadedIdentity current,
            Supplier<Future<?>> apply) {
        this.server = server;
        this.vertx = vertx;
        this.clock = clock;
        this.files = files;
        this.current = current;
        this.apply = apply;
        this.timer = vertx.setPeriodic(INTERVAL.toMillis(), id -> check().onFailure(this::logFailure));
    }

    LoadedIdentity current() {
        return current;
    }

    /** @return whether there was a new certificate; fails when the files cannot be used */
    Future<Boolean> check() {
        return vertx.executeBlocking(() -> files.load(clock)).compose(loaded -> {
            if (loaded.leaf().equals(current.leaf())) {
                return Future.succeededFuture(false);
            }
            return apply.get().map(applied -> onReloaded(loaded));
        });
    }

    private boolean onReloaded(LoadedIdentity loaded) {
        current = loaded;
        log.atInfo()
                .addKeyValue("subject", loaded.leaf().getSubjectX500Principal())
                .addKeyValue("days", loaded.daysLeft(clock))
                .log("The " + server + " has a new certificate");
        return true;
    }

    private void logFailure(Throwable failure) {
        log.atError()
                .addKeyValue(
                        "reason",
                        failure instanceof InvalidSettingsException ? failure.getMessage() : failure.toString())
                .log("The certificate files of the " + server
                        + " cannot be used: it keeps the certificate that it has");
    }

    void close() {
        vertx.cancelTimer(timer);
    }
}
