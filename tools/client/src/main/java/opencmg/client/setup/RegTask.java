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

/** Registers the client with its self-signed certificate and waits until an administrator approves it (protocol.md 2.5). */
final class RegTask {

    private static final int MAX_ATTEMPTS = 3;
    /** A status of the reply. */
    private static final int SEND_AGAIN = 2;

    private final Vertx vertx;
    private final MpSession session;
    private final ClientIdentity identity;
    private final RetryPolicy retryPolicy;
    private final ComponentLog log;
    private final Clock clock;

    RegTask(
            Vertx vertx,
            MpSession session,
            ClientIdentity identity,
            RetryPolicy retryPolicy,
            ComponentLog log,
            Clock clock) {
        this.vertx = vertx;
        this.session = session;
        this.identity = identity;
        this.retryPolicy = retryPolicy;
        this.log = log;
        this.clock = clock;
    }

    /** Sends a registration and returns the site's reply, which may be pending until an administrator approves the client. */
    Registration.Result register(boolean withEntra) {
        String requestedId = "GUID:" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
        log.info("[RegTask] - Executing registration task synchronously.");
        for (int attempt = 1; ; attempt++) {
            log.info("[RegTask] - Starting registration, attempt " + attempt + ".");
            log.info("[RegTask] - Client is not registered. Sending registration request for " + requestedId + " ...");
            if (withEntra) {
                log.info("Registering client using AAD auth.");
            }
            Registration.Result result = request(Registration.Type.REGISTRATION, requestedId);
            if (result.status() != SEND_AGAIN || attempt == MAX_ATTEMPTS) {
                return result;
            }
        }
    }

    /** Sends confirmation requests until the client is approved or the time limit is over. Returns the site's last reply. */
    Registration.Result awaitApproval(Registration.Result first) {
        Registration.Result result = first;
        Duration pause = retryPolicy.confirmation();
        Duration waited = Duration.ZERO;
        while (result.isPending()) {
            log.info("[RegTask] - Client registration is pending. Server assigned ClientID is " + result.clientId());
            if (waited.plus(pause).compareTo(retryPolicy.approval()) > 0) {
                break;
            }
            log.info("[RegTask] - Sleeping for " + Math.max(1, pause.toSeconds()) + " seconds ...");
            vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).await();
            waited = waited.plus(pause);
            pause = RetryPolicy.next(pause);
            log.info("[RegTask] - Sending confirmation request for " + result.clientId() + " ...");
            result = request(Registration.Type.CONFIRMATION, result.clientId());
        }
        return result;
    }

    /** Sends one confirmation request, for a registration of an earlier run. */
    Registration.Result requestConfirmation(String clientId) {
        log.info("[RegTask] - Sending confirmation request for " + clientId + " ...");
        return request(Registration.Type.CONFIRMATION, clientId);
    }

    /** Logs and returns the line that confirms the registration; fails if the client is not registered. */
    String requireRegistered(Registration.Result result) {
        if (result.isRegistered()) {
            String line = "[RegTask] - Client is registered. Server assigned ClientID is " + result.clientId()
                    + ". Approval status " + result.approval();
            log.info(line);
            return line;
        }
        if (result.isPending()) {
            throw new SetupFailedException(
                    "upstream",
                    ErrorCode.TRANSIENT,
                    "the site has not approved " + result.clientId() + " yet: approve it with: opencmg site approve "
                            + result.clientId() + ", and run ccmsetup again; or wait longer with --approval 30m");
        }
        log.error("[RegTask] - Server rejected registration request: " + result.status());
        throw new SetupFailedException(
                "upstream",
                ErrorCode.TRANSIENT,
                "the management point answered the registration with status " + result.status());
    }

    /** Logs that the client was registered in an earlier run, and returns a line for the summary. */
    String logAlreadyRegistered(String clientId) {
        log.info("[RegTask] - Client is already registered. Exiting.");
        return "[RegTask] - Client is already registered. ClientID is " + clientId;
    }

    private Registration.Result request(Registration.Type type, String clientId) {
        Computer computer = session.computer();
        Registration.Applicant applicant =
                new Registration.Applicant(computer.name(), computer.domainName(), session.onInternet());
        String request = Registration.request(type, identity, clientId, applicant, clock.instant());
        try {
            return Registration.parse(session.message(Registration.ENDPOINT, "", request));
        } catch (UnreadableReplyException e) {
            throw session.http().unreadable(e);
        }
    }
}
