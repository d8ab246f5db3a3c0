package opencmg.gateway.http1;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import opencmg.http1.Malformed;
import opencmg.http1.Framing;
import opencmg.tunnel.FieldList;

/** The answer to a GET on a connection without a socket. */
public final class LooseAnswer implements Requests {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final Answer answer;

    public LooseAnswer(Vertx vertx) {
        Http1Server server =
                new Http1Server((ContextInternal) vertx.getOrCreateContext(), new HeadLimits(8192, 65_536, 200));
        ServerConnection connection =
                new ServerConnection(server, channel.pipeline().firstContext());
        connection.serve(this);
        answer = new Answer(connection, new RequestHead("GET", "/", 1, new FieldList(), Framing.UNSAID));
    }

    public Answer answer() {
        return answer;
    }

    /** Whether any byte of it has left. */
    public boolean hasLeft() {
        return !channel.outboundMessages().isEmpty();
    }

    @Override
    public void request(Request request, Answer to) {}

    @Override
    public void unreadable(Request request, Answer to, Malformed why) {}

    @Override
    public void closed() {}
}
