package opencmg.mockmp.messaging;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.BodyReader;
import opencmg.mockmp.identity.Caller;
import opencmg.mockmp.identity.CallerIdentifier;
import opencmg.mockmp.identity.PresentedCredentials;
import opencmg.mockmp.identity.TrustedPeers;

/** Serves one URL of the messaging service. An earlier handler of the route has read the body. */
public final class MessagingHandler implements Handler<RoutingContext> {

    private final MessagingEntry entry;
    private final MessageDispatcher dispatcher;
    private final CallerIdentifier callers;
    private final TrustedPeers peers;
    private final WorkerPool work;

    public MessagingHandler(
            MessagingEntry entry,
            MessageDispatcher dispatcher,
            CallerIdentifier callers,
            TrustedPeers peers,
            WorkerPool work) {
        this.entry = entry;
        this.dispatcher = dispatcher;
        this.callers = callers;
        this.peers = peers;
        this.work = work;
    }

    @Override
    public void handle(RoutingContext context) {
        PresentedCredentials presented = PresentedCredentials.of(context.request(), peers);
        String contentType = context.request().getHeader("Content-Type");
        byte[] bytes = BodyReader.of(context);
        work.run(() -> {
                    Caller caller = callers.identify(presented);
                    entry.authorize(caller);
                    return dispatcher.handle(bytes, contentType, caller);
                })
                .compose(body -> {
                    HttpServerResponse response = context.response();
                    if (body.length > 0) {
                        response.putHeader("Content-Type", ReplyWriter.CONTENT_TYPE);
                    }
                    return response.end(Buffer.buffer(body));
                })
                .onFailure(failure -> {
                    entry.addChallenge(context.response(), failure);
                    context.fail(failure);
                });
    }
}
