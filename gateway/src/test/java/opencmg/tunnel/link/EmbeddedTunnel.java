package opencmg.tunnel.link;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateRequest;
import opencmg.gateway.identity.Awaited;
import opencmg.tunnel.Hello;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelListener;
import org.jspecify.annotations.Nullable;

/** The gateway's end of a tunnel without a socket: a real connection on an embedded channel, whose peer is a handful of bytes. */
public final class EmbeddedTunnel implements AutoCloseable {

    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final byte[] STATUS_200_ON_STREAM_1 = {0, 0, 1, 1, 4, 0, 0, 0, 1, (byte) 0x88};

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final UUID id = UUID.randomUUID();
    private @Nullable Tunnel tunnel;
    private @Nullable List<List<String>> allocations;

    public EmbeddedTunnel() {
        VertxInternal internal = (VertxInternal) vertx;
        CertificateAuthority authority = CertificateAuthority.root("Tunnel CA", CaEnvironment.forTests());
        GatewayConnection connection = new GatewayConnection(
                internal,
                internal.getOrCreateContext(),
                "t1",
                "embedded",
                authority.issue(CertificateRequest.connectionPoint(id, "LAB")).certificate(),
                TunnelLimits.DEFAULT,
                GatewayConnection.PeerLimits.DEFAULT,
                "gateway",
                new Listener());
        channel.config().setAllocator(new RecordingAllocator());
        channel.pipeline().addLast(connection.http2());
        connection.start();
        channel.writeInbound(Unpooled.wrappedBuffer(SETTINGS), Unpooled.wrappedBuffer(STATUS_200_ON_STREAM_1), hello());
        channel.runPendingTasks();
    }

    private ByteBuf hello() {
        byte[] message = new ControlMessage.Introduction(new Hello(id, "LAB", "test", 1, 100))
                .json()
                .toBuffer()
                .getBytes();
        return Unpooled.buffer()
                .writeMedium(4 + message.length)
                .writeByte(0)
                .writeByte(0)
                .writeInt(1)
                .writeInt(message.length)
                .writeBytes(message);
    }

    public Tunnel tunnel() {
        return Objects.requireNonNull(tunnel, "the hello was not accepted");
    }

    /** @return our methods, innermost first, that were running when the HEADERS frame was written */
    public List<String> stackOfHeaders(Runnable send) {
        List<List<String>> stacks = new ArrayList<>();
        allocations = stacks;
        send.run();
        allocations = null;
        return stacks.stream()
                .filter(stack -> stack.contains("Http2FrameWriter.headers"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no HEADERS frame was written: " + stacks));
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        Awaited.done(vertx.close());
    }

    private final class Listener implements TunnelListener {

        @Override
        public void onUp(Tunnel up) {
            tunnel = up;
        }

        @Override
        public void onDown(Tunnel down, String cause) {}

        @Override
        public Future<Applied> onSite(Tunnel from, long version, Buffer json) {
            return Future.succeededFuture(new Applied(version, ""));
        }
    }

    /** Frames are written into a new buffer when nothing waits to be flushed: that is the moment to look at the stack. */
    private final class RecordingAllocator extends AbstractByteBufAllocator {

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            return record(UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity));
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            return record(UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity));
        }

        @Override
        public CompositeByteBuf compositeDirectBuffer(int maxNumComponents) {
            return compositeHeapBuffer(maxNumComponents);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }

        private ByteBuf record(ByteBuf buffer) {
            if (allocations != null) {
                allocations.add(StackWalker.getInstance().walk(frames -> frames.filter(
                                frame -> frame.getClassName().startsWith("opencmg."))
                        .map(frame -> simpleName(frame.getClassName()) + "." + frame.getMethodName())
                        .filter(name -> !name.startsWith("EmbeddedTunnel"))
                        .toList()));
            }
            return buffer;
        }

        private static String simpleName(String className) {
            return className.substring(className.lastIndexOf('.') + 1);
        }
    }
}
