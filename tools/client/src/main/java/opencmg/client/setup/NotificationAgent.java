package opencmg.client.setup;

import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import opencmg.client.http.WebResponse;
import opencmg.client.message.UnreadableReplyException;
import opencmg.client.message.Xml;
import opencmg.launch.cmtrace.ComponentLog;

/**
 * Client notification over HTTP: a session, and then long polls until the site pushes a task or patience ends. The request types and answers behind LogIn
 * are this project's own (protocol.md 2.1).
 */
final class NotificationAgent {

    private static final int TIMEOUT_SECONDS = 60;
    private static final String HANDLER = "/bgb/handler.ashx?RequestType=";

    private final MpSession session;
    private final ComponentLog log;
    private final Clock clock;

    NotificationAgent(MpSession session, ComponentLog log, Clock clock) {
        this.session = session;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Waits.
     *
     * @param patience zero to only sign in
     * @return whether a task came
     */
    boolean listen(Duration retryPolicy) {
        log.info("Signing in over HTTP at " + session.url("/bgb/handler.ashx"));
        WebResponse session = request("LogIn", TIMEOUT_SECONDS);
        log.info("The notification server answered " + session.body());
        Instant end = clock.instant().plus(retryPolicy);
        Optional<Xml> task = Optional.empty();
        long remainingSeconds = retryPolicy.toSeconds();
        while (task.isEmpty() && remainingSeconds > 0) {
            task = poll((int) remainingSeconds);
            remainingSeconds = Duration.between(clock.instant(), end).toSeconds();
        }
        task.ifPresentOrElse(
                this::handleTask, () -> log.info("No task within " + retryPolicy.toSeconds() + " seconds."));
        WebResponse logout = request("LogOut", TIMEOUT_SECONDS);
        log.info("The notification server answered " + logout.body());
        return task.isPresent();
    }

    /** The server's answer may be that nothing happened; then it is asked again. */
    private Optional<Xml> poll(int seconds) {
        try {
            return Xml.parse(request("Continue", seconds).body().toString()).child("Task");
        } catch (SetupFailedException e) {
            if (e.code() == ErrorCode.TIMEOUT) {
                return Optional.empty();
            }
            throw e;
        } catch (UnreadableReplyException e) {
            throw session.http().unreadable(e);
        }
    }

    private void handleTask(Xml task) {
        String push = task.attribute("PushID");
        String id = task.attribute("TaskID");
        log.info("Receive task from server with pushid=" + push + ", taskid=" + id + ", taskguid="
                + task.attribute("TaskGUID") + ", tasktype=" + task.attribute("TaskType") + " and taskParam="
                + task.text());
        String done =
                "<BgbResponseMessage TimeStamp=\"" + clock.instant().truncatedTo(ChronoUnit.SECONDS) + "\"><PushID>"
                        + push + "</PushID><TaskID>" + id + "</TaskID><ReturnCode>1</ReturnCode></BgbResponseMessage>";
        WebResponse acknowledgement = session.http()
                .send(session.request("POST", HANDLER + "Response")
                        .body("text/xml; charset=utf-8", Buffer.buffer(done)));
        log.info("The notification server answered " + acknowledgement.body());
        log.info("Send Task response message " + done + " successfully.");
    }

    private WebResponse request(String type, int seconds) {
        return session.http().send(session.request("GET", HANDLER + type).timeout(seconds));
    }
}
