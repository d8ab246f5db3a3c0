package opencmg.tunnel.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.function.Consumer;
import opencmg.tunnel.http2.HeaderList;
import opencmg.tunnel.http2.Http2StreamListener;
import opencmg.tunnel.http2.TunnelStream;
import org.jspecify.annotations.Nullable;

/** The first stream of a connection: messages with a four-byte length before each, both ways, for as long as the connection lives. */
final class ControlStream implements Http2StreamListener {

    private static final int LONGEST_MESSAGE = 8 << 20;

    private final Consumer<ControlMessage> receiver;
    private final Consumer<String> broken;
    private @Nullable TunnelStream stream;
    private Buffer unread = Buffer.buffer();

    ControlStream(Consumer<ControlMessage> receiver, Consumer<String> broken) {
        this.receiver = receiver;
        this.broken = broken;
    }

    void on(TunnelStream opened) {
        stream = opened;
    }

    void send(ControlMessage message) {
        send(message, () -> {});
    }

    /** {@code sent} is called when it is in the socket. */
    void send(ControlMessage message, Runnable sent) {
        byte[] text = message.json().toBuffer().getBytes();
        ByteBuf framed = Unpooled.buffer(4 + text.length).writeInt(text.length).writeBytes(text);
        Objects.requireNonNull(stream, "opened before anything is said").data(framed, sent);
    }

    @Override
    public void headers(HeaderList headers, boolean end) {
        if (end) {
            broken.accept("the other end closed the control stream");
        }
    }

    @Override
    public int data(ByteBuf bytes, boolean end) {
        int size = bytes.readableBytes();
        byte[] copy = new byte[size];
        bytes.readBytes(copy);
        unread.appendBytes(copy);
        readMessages();
        if (end) {
            broken.accept("the other end closed the control stream");
        }
        return size;
    }

    private void readMessages() {
        int at = 0;
        try {
            while (unread.length() - at >= 4) {
                int length = unread.getInt(at);
                if (length < 0 || length > LONGEST_MESSAGE) {
                    throw new IllegalArgumentException("a message of " + length + " bytes");
                }
                if (unread.length() - at - 4 < length) {
                    break;
                }
                ControlMessage message = ControlMessage.of(new JsonObject(unread.getBuffer(at + 4, at + 4 + length)));
                at += 4 + length;
                receiver.accept(message);
            }
        } catch (IllegalArgumentException | DecodeException e) {
            broken.accept("the other end does not keep the contract on the control stream: " + e.getMessage());
        }
        unread = at == 0 ? unread : unread.getBuffer(at, unread.length());
    }

    @Override
    public void reset(long errorCode) {
        broken.accept("the other end reset the control stream (error " + errorCode + ")");
    }

    @Override
    public void closed(ClosedBy cause) {
        if (cause == ClosedBy.STREAM) {
            broken.accept("the control stream closed");
        }
    }
}
