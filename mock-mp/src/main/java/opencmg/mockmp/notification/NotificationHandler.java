package opencmg.mockmp.notification;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.UUID;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.xml.Escaped;

/**
 * Serves {@code /bgb/handler.ashx?RequestType=...}: {@code LogIn} opens a session, {@code Continue} waits for a task, {@code Response} reports its result,
 * {@code LogOut} ends the session.
 */
public final class NotificationHandler implements Handler<RoutingContext> {

    private final LongPolls polls;

    public NotificationHandler(LongPolls polls) {
        this.polls = polls;
    }

    @Override
    public void handle(RoutingContext context) {
        String type = String.valueOf(context.request().getParam("RequestType")).toLowerCase(Locale.ROOT);
        switch (type) {
            case "login" -> send(context, "<BgbResponse Type=\"LogIn\" Session=\"%s\"/>".formatted(UUID.randomUUID()));
            case "logout" -> send(context, "<BgbResponse Type=\"LogOut\"/>");
            case "response" -> send(context, "<BgbResponse Type=\"Response\"/>");
            case "continue" ->
                polls.next()
                        .onSuccess(notification -> send(
                                context,
                                "<BgbResponse Type=\"Continue\">%s</BgbResponse>"
                                        .formatted(notification
                                                .map(NotificationHandler::task)
                                                .orElse(""))))
                        .onFailure(context::fail);
            default ->
                context.fail(new RequestRefusedException(
                        400, "Bad Request", "RequestType is none of LogIn, Continue, Response, LogOut"));
        }
    }

    private static String task(LongPolls.Notification notification) {
        return "<Task PushID=\"%d\" TaskID=\"%d\" TaskGUID=\"%s\" TaskType=\"1\">%s</Task>"
                .formatted(
                        notification.number(),
                        notification.number(),
                        notification.id(),
                        Escaped.xml(notification.task()));
    }

    private static void send(RoutingContext context, String xml) {
        context.response()
                .putHeader("Content-Type", "text/xml; charset=utf-8")
                .end(xml)
                .onFailure(gone -> {});
    }
}
