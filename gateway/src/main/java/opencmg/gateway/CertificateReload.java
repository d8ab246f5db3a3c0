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
 * Looks every minute whether the certificate files of a face hold another certificate, and takes it into use for new connections. Files that cannot be
 * used, half written ones for example, are told once a minute and change nothing.
 */
final class CertificateReload {

    private static final Logger log = LoggerFactory.getLogger(CertificateReload.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final String face;
    private final Vertx vertx;
    private final Clock clock;
    private final TlsIdentity files;
    private final Supplier<Future<?>> takeIntoUse;
    private final long timer;
    private volatile LoadedIdentity current;

    /** @param face edge or tunnel, for people */
    CertificateReload(
            String face,
            Vertx vertx,
            Clock clock,
            TlsIdentity files,
            LoadedIdentity current,
            Supplier<Future<?>> takeIntoUse) {
        this.face = face;
        this.vertx = vertx;
        this.clock = clock;
        this.files = files;
        this.current = current;
        this.takeIntoUse = takeIntoUse;
        this.timer = vertx.setPeriodic(EVERY.toMillis(), id -> look().onFailure(this::tell));
    }

    LoadedIdentity current() {
        return current;
    }

    /** @return whether there was a new certificate; fails when the files cannot be used */
    Future<Boolean> look() {
        return vertx.executeBlocking(() -> files.load(clock)).compose(found -> {
            if (found.leaf().equals(current.leaf())) {
                return Future.succeededFuture(false);
            }
            return takeIntoUse.get().map(used -> renewed(found));
        });
    }

    private boolean renewed(LoadedIdentity found) {
        current = found;
        log.atInfo()
                .addKeyValue("subject", found.leaf().getSubjectX500Principal())
                .addKeyValue("days", found.daysLeft(clock))
                .log("The " + face + " has a new certificate");
        return true;
    }

    private void tell(Throwable failure) {
        log.atError()
                .addKeyValue(
                        "reason",
                        failure instanceof InvalidSettingsException ? failure.getMessage() : failure.toString())
                .log("The certificate files of the " + face + " cannot be used: it keeps the certificate that it has");
    }

    void close() {
        vertx.cancelTimer(timer);
    }
}
