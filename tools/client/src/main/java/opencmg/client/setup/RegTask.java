package opencmg.client.setup;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import opencmg.client.message.ClientIdentity;
import opencmg.client.message.Registration;
import opencmg.client.message.UnreadableReplyException;
import opencmg.launch.cmtrace.ComponentLog;

/** Registers the client with its self-made certificate, and asks again as long as somebody must approve it (protocol.md 2.5). */
final class RegTask {

    private static final int MOST_ATTEMPTS = 3;
    private static final int SEND_AGAIN = 2;

    private final Vertx vertx;
    private final MpSession courier;
    private final ClientIdentity identity;
    private final RetryPatience patience;
    private final ComponentLog log;
    private final Clock clock;

    RegTask(
            Vertx vertx,
            MpSession courier,
            ClientIdentity identity,
            RetryPatience patience,
            ComponentLog log,
            Clock clock) {
        this.vertx = vertx;
        this.courier = courier;
        this.identity = identity;
        this.patience = patience;
        this.log = log;
        this.clock = clock;
    }

    /** Takes the answer of the site, which may be that somebody must approve first. */
    Registration.Verdict register(boolean withEntra) {
        String wanted = "GUID:" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
        log.info("[RegTask] - Executing registration task synchronously.");
        for (int attempt = 1; ; attempt++) {
            log.info("[RegTask] - Starting registration, attempt " + attempt + ".");
            log.info("[RegTask] - Client is not registered. Sending registration request for " + wanted + " ...");
            if (withEntra) {
                log.info("Registering client using AAD auth.");
            }
            Registration.Verdict verdict = ask(Registration.Type.REGISTRATION, wanted);
            if (verdict.status() != SEND_AGAIN || attempt == MOST_ATTEMPTS) {
                return verdict;
            }
        }
    }

    /** Asks whether the client has been approved until it is, or until patience ends; what the site said last. */
    Registration.Verdict confirmed(Registration.Verdict first) {
        Registration.Verdict verdict = first;
        Duration pause = patience.confirmation();
        Duration waited = Duration.ZERO;
        while (verdict.pending()) {
            log.info("[RegTask] - Client registration is pending. Server assigned ClientID is " + verdict.clientId());
            if (waited.plus(pause).compareTo(patience.approval()) > 0) {
                break;
            }
            log.info("[RegTask] - Sleeping for " + Math.max(1, pause.toSeconds()) + " seconds ...");
            vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).await();
            waited = waited.plus(pause);
            pause = RetryPatience.longer(pause);
            log.info("[RegTask] - Sending confirmation request for " + verdict.clientId() + " ...");
            verdict = ask(Registration.Type.CONFIRMATION, verdict.clientId());
        }
        return verdict;
    }

    /** The answer to one question after an earlier run. */
    Registration.Verdict confirmation(String clientId) {
        log.info("[RegTask] - Sending confirmation request for " + clientId + " ...");
        return ask(Registration.Type.CONFIRMATION, clientId);
    }

    /** The line that people look for; fails when the client is not registered. */
    String line(Registration.Verdict verdict) {
        if (verdict.registered()) {
            String line = "[RegTask] - Client is registered. Server assigned ClientID is " + verdict.clientId()
                    + ". Approval status " + verdict.approval();
            log.info(line);
            return line;
        }
        if (verdict.pending()) {
            throw new SetupFailedException(
                    "upstream",
                    ErrorCode.TRANSIENT,
                    "the site has not approved " + verdict.clientId() + " yet: approve it with: opencmg site approve "
                            + verdict.clientId() + ", and run ccmsetup again; or wait longer with --approval 30m");
        }
        log.error("[RegTask] - Server rejected registration request: " + verdict.status());
        throw new SetupFailedException(
                "upstream",
                ErrorCode.TRANSIENT,
                "the management point answered the registration with status " + verdict.status());
    }

    /** The line of a client that was registered in an earlier run. */
    String isRegistered(String clientId) {
        log.info("[RegTask] - Client is already registered. Exiting.");
        return "[RegTask] - Client is already registered. ClientID is " + clientId;
    }

    private Registration.Verdict ask(Registration.Type type, String clientId) {
        Computer computer = courier.computer();
        Registration.Applicant applicant =
                new Registration.Applicant(computer.name(), computer.domainName(), courier.onInternet());
        String request = Registration.request(type, identity, clientId, applicant, clock.instant());
        try {
            return Registration.verdict(courier.message(Registration.ENDPOINT, "", request));
        } catch (UnreadableReplyException e) {
            throw courier.http().unreadable(e);
        }
    }
}
