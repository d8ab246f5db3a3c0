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

/** A GET on a connection without a socket, whose response can be written. */
public final class OpenResponse implements RequestHandler {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ServerExchange exchange;

    public OpenResponse(Vertx vertx) {
        Http1Server server =
                new Http1Server((ContextInternal) vertx.getOrCreateContext(), new HeadLimits(8192, 65_536, 200));
        ServerConnection connection =
                new ServerConnection(server, channel.pipeline().firstContext());
        connection.serve(this);
        exchange = new ServerExchange(
                connection, new RequestHead("GET", "/", 1, new HeaderFields(), Framing.UNSPECIFIED), null);
    }

    public ServerExchange exchange() {
        return exchange;
    }

    /** Whether any byte of the response was written. */
    public boolean hasWritten() {
        return !channel.outboundMessages().isEmpty();
    }

    @Override
    public void onRequest(ServerExchange other) {}

    @Override
    public void onMalformedRequest(ServerExchange other, HttpSyntaxException cause) {}

    @Override
    public void onClosed() {}
}
