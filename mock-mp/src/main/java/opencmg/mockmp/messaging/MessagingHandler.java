package opencmg.mockmp.messaging;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import opencmg.mockmp.database.BlockingWork;
import opencmg.mockmp.http.LimitedBody;
import opencmg.mockmp.identity.Caller;
import opencmg.mockmp.identity.Callers;
import opencmg.mockmp.identity.ShownCredentials;
import opencmg.mockmp.identity.TrustedPeers;

/** One door of the messaging service. The body has been read, up to its limit, by the handler in front. */
public final class MessagingHandler implements Handler<RoutingContext> {

    private final MessagingEntry entry;
    private final MessageDispatcher dispatch;
    private final Callers callers;
    private final TrustedPeers peers;
    private final BlockingWork work;

    public MessagingHandler(
            MessagingEntry entry, MessageDispatcher dispatch, Callers callers, TrustedPeers peers, BlockingWork work) {
        this.entry = entry;
        this.dispatch = dispatch;
        this.callers = callers;
        this.peers = peers;
        this.work = work;
    }

    @Override
    public void handle(RoutingContext context) {
        ShownCredentials arrival = ShownCredentials.of(context.request(), peers);
        String contentType = context.request().getHeader("Content-Type");
        byte[] bytes = LimitedBody.of(context);
        work.run(() -> {
                    Caller caller = callers.identify(arrival);
                    entry.admit(caller);
                    return dispatch.answer(bytes, contentType, caller);
                })
                .compose(answer -> {
                    HttpServerResponse response = context.response();
                    if (answer.length > 0) {
                        response.putHeader("Content-Type", ReplyWriter.CONTENT_TYPE);
                    }
                    return response.end(Buffer.buffer(answer));
                })
                .onFailure(failure -> {
                    entry.challenge(context.response(), failure);
                    context.fail(failure);
                });
    }
}
