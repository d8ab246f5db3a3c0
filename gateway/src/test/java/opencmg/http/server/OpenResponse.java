package opencmg.http.server;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import opencmg.http.Framing;
import opencmg.http.HeadLimits;
import opencmg.http.HeaderFields;
import opencmg.http.HttpSyntaxException;
import opencmg.http.RequestHead;

/** The answer to a GET on a connection without a socket. */
public final class OpenResponse implements RequestHandler {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final Response answer;

    public OpenResponse(Vertx vertx) {
        Http1Server server =
                new Http1Server((ContextInternal) vertx.getOrCreateContext(), new HeadLimits(8192, 65_536, 200));
        ServerConnection connection =
                new ServerConnection(server, channel.pipeline().firstContext());
        connection.serve(this);
        answer = new Response(connection, new RequestHead("GET", "/", 1, new HeaderFields(), Framing.UNSAID));
    }

    public Response answer() {
        return answer;
    }

    /** Whether any byte of it has left. */
    public boolean hasLeft() {
        return !channel.outboundMessages().isEmpty();
    }

    @Override
    public void request(Request request, Response to) {}

    @Override
    public void unreadable(Request request, Response to, HttpSyntaxException why) {}

    @Override
    public void closed() {}
}
