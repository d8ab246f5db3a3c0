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

    private static final int SECONDS = 60;
    private static final String HANDLER = "/bgb/handler.ashx?RequestType=";

    private final MpSession courier;
    private final ComponentLog log;
    private final Clock clock;

    NotificationAgent(MpSession courier, ComponentLog log, Clock clock) {
        this.courier = courier;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Waits.
     *
     * @param patience zero to only sign in
     * @return whether a task came
     */
    boolean listen(Duration patience) {
        log.info("Signing in over HTTP at " + courier.url("/bgb/handler.ashx"));
        WebResponse session = ask("LogIn", SECONDS);
        log.info("The notification server answered " + session.body());
        Instant end = clock.instant().plus(patience);
        Optional<Xml> task = Optional.empty();
        long left = patience.toSeconds();
        while (task.isEmpty() && left > 0) {
            task = poll((int) left);
            left = Duration.between(clock.instant(), end).toSeconds();
        }
        task.ifPresentOrElse(this::taken, () -> log.info("No task within " + patience.toSeconds() + " seconds."));
        WebResponse bye = ask("LogOut", SECONDS);
        log.info("The notification server answered " + bye.body());
        return task.isPresent();
    }

    /** The server's answer may be that nothing happened; then it is asked again. */
    private Optional<Xml> poll(int seconds) {
        try {
            return Xml.parse(ask("Continue", seconds).body().toString()).child("Task");
        } catch (SetupFailedException e) {
            if (e.code() == ErrorCode.TIMEOUT) {
                return Optional.empty();
            }
            throw e;
        } catch (UnreadableReplyException e) {
            throw courier.http().unreadable(e);
        }
    }

    private void taken(Xml task) {
        String push = task.attribute("PushID");
        String id = task.attribute("TaskID");
        log.info("Receive task from server with pushid=" + push + ", taskid=" + id + ", taskguid="
                + task.attribute("TaskGUID") + ", tasktype=" + task.attribute("TaskType") + " and taskParam="
                + task.text());
        String done =
                "<BgbResponseMessage TimeStamp=\"" + clock.instant().truncatedTo(ChronoUnit.SECONDS) + "\"><PushID>"
                        + push + "</PushID><TaskID>" + id + "</TaskID><ReturnCode>1</ReturnCode></BgbResponseMessage>";
        WebResponse heard = courier.http()
                .send(courier.ask("POST", HANDLER + "Response").body("text/xml; charset=utf-8", Buffer.buffer(done)));
        log.info("The notification server answered " + heard.body());
        log.info("Send Task response message " + done + " successfully.");
    }

    private WebResponse ask(String type, int seconds) {
        return courier.http().send(courier.ask("GET", HANDLER + type).within(seconds));
    }
}
