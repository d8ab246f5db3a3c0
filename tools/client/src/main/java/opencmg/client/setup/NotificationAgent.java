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
 * Client notification over HTTP: opens a session and long-polls until the site pushes a task or the time limit is over. The request types after LogIn, and
 * the responses, are specific to this project (protocol.md 2.1).
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
     * Waits for a task and acknowledges it.
     *
     * @param limit zero to only sign in and out
     * @return whether a task was pushed
     */
    boolean listen(Duration limit) {
        log.info("Signing in over HTTP at " + session.url("/bgb/handler.ashx"));
        WebResponse login = request("LogIn", TIMEOUT_SECONDS);
        log.info("The notification server answered " + login.body());
        Instant end = clock.instant().plus(limit);
        Optional<Xml> task = Optional.empty();
        long remainingSeconds = limit.toSeconds();
        while (task.isEmpty() && remainingSeconds > 0) {
            task = poll((int) remainingSeconds);
            remainingSeconds = Duration.between(clock.instant(), end).toSeconds();
        }
        task.ifPresentOrElse(this::handleTask, () -> log.info("No task within " + limit.toSeconds() + " seconds."));
        WebResponse logout = request("LogOut", TIMEOUT_SECONDS);
        log.info("The notification server answered " + logout.body());
        return task.isPresent();
    }

    /** The pushed task; empty if the long poll ended without one. */
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
        String pushId = task.attribute("PushID");
        String taskId = task.attribute("TaskID");
        log.info("Receive task from server with pushid=" + pushId + ", taskid=" + taskId + ", taskguid="
                + task.attribute("TaskGUID") + ", tasktype=" + task.attribute("TaskType") + " and taskParam="
                + task.text());
        String result = "<BgbResponseMessage TimeStamp=\"" + clock.instant().truncatedTo(ChronoUnit.SECONDS)
                + "\"><PushID>" + pushId + "</PushID><TaskID>" + taskId
                + "</TaskID><ReturnCode>1</ReturnCode></BgbResponseMessage>";
        WebResponse acknowledgement = session.http()
                .send(session.request("POST", HANDLER + "Response")
                        .body("text/xml; charset=utf-8", Buffer.buffer(result)));
        log.info("The notification server answered " + acknowledgement.body());
        log.info("Send Task response message " + result + " successfully.");
    }

    private WebResponse request(String type, int seconds) {
        return session.http().send(session.request("GET", HANDLER + type).timeout(seconds));
    }
}
