package opencmg.tunnel.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.DefaultHttp2SettingsFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsAckFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * An end of the tunnel made of Netty's own HTTP/2, which objects to whatever it finds wrong. By itself it says hello or welcome; all other streams are the
 * test's.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyPeer extends Http2ChannelDuplexHandler {

    /** Requests that came. */
    final BlockingQueue<NettyExchange> requests = new LinkedBlockingQueue<>();

    /** What was wrong with what came. */
    final BlockingQueue<Throwable> objections = new LinkedBlockingQueue<>();

    /** Has said hello, or has heard it. */
    final Promise<Void> up = Promise.promise();

    final Promise<Void> closed = Promise.promise();

    /** How it sends bodies, and how it takes those of streams that begin from now on. */
    volatile int frameSize = 16 << 10;

    volatile int padding;
    volatile @Nullable Http2Headers trailers;
    volatile boolean withholdCredit;

    private final boolean gateway;
    private final Http2FrameCodec codec;
    private final Map<Http2FrameStream, NettyExchange> exchanges = new HashMap<>();
    private final Queue<Promise<Void>> settings = new ArrayDeque<>();
    private final Queue<Promise<Long>> pings = new ArrayDeque<>();
    private volatile @Nullable ChannelHandlerContext context;
    private @Nullable Http2FrameStream control;

    private NettyPeer(boolean gateway, Http2FrameCodecBuilder builder, Http2Settings initial) {
        this.gateway = gateway;
        this.codec = builder.initialSettings(initial).build();
        settings.add(Promise.promise()); // of the first ones
    }

    /** An HTTP/2 client, to be added to a socket that was accepted. */
    static NettyPeer gateway(Http2Settings initial) {
        return new NettyPeer(true, Http2FrameCodecBuilder.forClient(), initial);
    }

    /** An HTTP/2 server, to be added to a socket that was dialled. */
    static NettyPeer connectionPoint(Http2Settings initial) {
        return new NettyPeer(false, Http2FrameCodecBuilder.forServer(), initial);
    }

    /** Behind its TLS handshake. One socket only: who dials again is sent away. */
    void take(NetSocket socket) {
        if (context != null) {
            socket.close().onComplete(sentAway -> {});
            return;
        }
        ChannelHandlerContext last = ((NetSocketInternal) socket).channelHandlerContext();
        last.pipeline().addBefore(last.name(), "codec", codec).addBefore(last.name(), "peer", this);
    }

    @Override
    protected void handlerAdded0(ChannelHandlerContext added) {
        context = added;
        if (gateway) {
            control = newStream();
            write(new DefaultHttp2HeadersFrame(request("POST", "/opencmg/control")).stream(control));
        }
    }

    static Http2Headers request(String method, String path) {
        return new DefaultHttp2Headers().method(method).scheme("https").path(path);
    }

    static Http2Headers status(int status) {
        return new DefaultHttp2Headers().status(Integer.toString(status));
    }

    // ------------------------------------------------------------------ what comes

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            if (frame instanceof Http2HeadersFrame head) {
                headers(head);
            } else if (frame instanceof Http2DataFrame data) {
                data(data);
            } else if (frame instanceof Http2ResetFrame reset) {
                exchange(reset.stream()).reset(reset.errorCode());
            } else if (frame instanceof Http2SettingsAckFrame) {
                settings.remove().complete();
            } else if (frame instanceof Http2PingFrame ping && ping.ack()) {
                pings.remove().complete(ping.content());
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void headers(Http2HeadersFrame head) {
        if (control != null && control != head.stream()) {
            exchange(head.stream()).headers(head);
        } else if (!gateway) {
            control = head.stream();
            write(new DefaultHttp2HeadersFrame(status(200)).stream(head.stream()));
            say(HandshakeMessages.hello(), head.stream());
        }
    }

    private void data(Http2DataFrame data) {
        if (data.stream() != control) {
            exchange(data.stream()).data(data);
            return;
        }
        write(new DefaultHttp2WindowUpdateFrame(data.initialFlowControlledBytes()).stream(data.stream()));
        if (gateway && !up.future().isComplete()) {
            say(HandshakeMessages.welcome(), data.stream());
        }
    }

    private void say(byte[] message, Http2FrameStream control) {
        write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(message)).stream(control));
        up.complete();
    }

    private NettyExchange exchange(Http2FrameStream stream) {
        return exchanges.computeIfAbsent(stream, unknown -> {
            NettyExchange request = new NettyExchange(this, unknown);
            requests.add(request);
            return request;
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        objections.add(cause);
        exchanges.values().forEach(exchange -> exchange.broke(cause));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        exchanges.values().forEach(exchange -> exchange.broke(new IllegalStateException("the connection is closed")));
        closed.tryComplete();
        ctx.fireChannelInactive();
    }

    // ------------------------------------------------------------------ what is sent, said on any thread

    /** Begins an exchange, as a gateway. */
    NettyExchange ask(Http2Headers head, boolean end) {
        NettyExchange exchange = new NettyExchange(this, newStream());
        onLoop(() -> exchanges.put(exchange.stream(), exchange));
        exchange.head(head, end);
        return exchange;
    }

    /** Completes when the other end says that it has taken them up. */
    Future<Void> settings(Http2Settings changed) {
        Promise<Void> acknowledged = Promise.promise();
        onLoop(() -> {
            settings.add(acknowledged);
            write(new DefaultHttp2SettingsFrame(changed));
        });
        return acknowledged.future();
    }

    /** What the answer carries. */
    Future<Long> ping(long data) {
        Promise<Long> answered = Promise.promise();
        onLoop(() -> {
            pings.add(answered);
            write(new DefaultHttp2PingFrame(data));
        });
        return answered.future();
    }

    /** It has seen no stream above that one and accepts none. */
    void goAway(int lastStream, String why) {
        onLoop(() -> {
            ByteBuf text = Unpooled.copiedBuffer(why, StandardCharsets.US_ASCII);
            codec.goAway(
                    context(),
                    lastStream,
                    Http2Error.NO_ERROR.code(),
                    text,
                    context().newPromise());
            context().flush();
        });
    }

    /** A frame of a type that nobody knows and a priority for a stream that there is not (RFC 9113 5.5 and 5.3.2). */
    void sendUnknownFrameAndPriority() {
        onLoop(() -> {
            ByteBuf payload = Unpooled.copiedBuffer("of no meaning", StandardCharsets.US_ASCII);
            Http2Flags flags = new Http2Flags((short) 0xff);
            codec.encoder()
                    .writeFrame(
                            context(), (byte) 0xbe, 0, flags, payload, context().newPromise());
            codec.encoder()
                    .writePriority(
                            context(), 999, 0, (short) 16, true, context().newPromise());
            context().flush();
        });
    }

    void close() {
        onLoop(() -> context().close());
    }

    /** On the loop. */
    void write(Object frame) {
        ChannelFuture unused = writing(frame);
    }

    /** On the loop; tells when it is in the socket. */
    ChannelFuture writing(Object frame) {
        return context().writeAndFlush(frame);
    }

    void onLoop(Runnable task) {
        context().executor().execute(task);
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "no connection yet");
    }
}
