package opencmg.lab.ccmsetup;

import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import opencmg.lab.cmtrace.ComponentLog;
import opencmg.lab.messaging.ClientIdentity;
import opencmg.lab.messaging.Registration;
import opencmg.lab.messaging.UnreadableReply;

/** Registers the client with its self-made certificate. */
final class RegTask {

    private final ComponentLog log;
    private final Clock clock;

    RegTask(ComponentLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** The line that says so, with the id that the site assigned. */
    String register(Courier courier, ClientIdentity identity) {
        String wanted = "GUID:" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
        log.info("[RegTask] - Starting registration, attempt 1.");
        log.info("[RegTask] - Client is not registered. Sending registration request for " + wanted + " ...");
        Registration.Verdict verdict = ask(courier, identity, wanted);
        if (!verdict.registered()) {
            log.error("[RegTask] - Registration was not accepted. Status " + verdict.status() + " Approval status "
                    + verdict.approval());
            throw new SetupFailed(
                    "upstream",
                    ErrorCode.TRANSIENT,
                    "the management point answered the registration with status " + verdict.status());
        }
        String line = "[RegTask] - Client is registered. Server assigned ClientID is " + verdict.clientId()
                + ". Approval status " + verdict.approval();
        log.info(line);
        return line;
    }

    /** The line of a client that was registered in an earlier run. */
    String isRegistered(String clientId) {
        String line = "[RegTask] - Client is already registered. ClientID is " + clientId;
        log.info(line);
        return line;
    }

    private Registration.Verdict ask(Courier courier, ClientIdentity identity, String wanted) {
        Computer computer = courier.computer();
        String request =
                Registration.request(identity, wanted, computer.name(), computer.domainName(), clock.instant());
        try {
            return Registration.verdict(courier.message(Registration.ENDPOINT, "", request));
        } catch (UnreadableReply e) {
            throw courier.http().unreadable(e);
        }
    }
}
