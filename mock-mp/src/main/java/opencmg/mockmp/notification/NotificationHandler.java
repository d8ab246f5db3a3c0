package opencmg.mockmp.notification;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.UUID;
import opencmg.mockmp.http.Refused;
import opencmg.mockmp.xml.Escaped;

/** {@code /bgb/handler.ashx?RequestType=LogIn} opens a session, {@code Continue} waits for a notification, {@code LogOut} ends it. */
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
            case "continue" ->
                polls.next()
                        .onSuccess(task -> send(
                                context,
                                "<BgbResponse Type=\"Continue\">%s</BgbResponse>"
                                        .formatted(task.map(text -> "<Task>" + Escaped.xml(text) + "</Task>")
                                                .orElse(""))))
                        .onFailure(context::fail);
            default -> context.fail(new Refused(400, "Bad Request", "RequestType is none of LogIn, Continue, LogOut"));
        }
    }

    private static void send(RoutingContext context, String xml) {
        context.response()
                .putHeader("Content-Type", "text/xml; charset=utf-8")
                .end(xml)
                .onFailure(gone -> {});
    }
}
