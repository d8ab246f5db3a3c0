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

/** The first stream of a connection: messages in both directions, each after its four-byte length, for as long as the connection lives. */
final class ControlStream implements Http2StreamListener {

    private static final int MAX_MESSAGE = 8 << 20;

    private final Consumer<ControlMessage> onMessage;
    private final Consumer<String> onViolation;
    private @Nullable TunnelStream stream;
    private Buffer received = Buffer.buffer();

    /**
     * @param onMessage called for each message
     * @param onViolation called with the reason if the other end violates the contract or ends the stream
     */
    ControlStream(Consumer<ControlMessage> onMessage, Consumer<String> onViolation) {
        this.onMessage = onMessage;
        this.onViolation = onViolation;
    }

    void attach(TunnelStream opened) {
        stream = opened;
    }

    void send(ControlMessage message) {
        send(message, () -> {});
    }

    /** {@code onSent} runs when the message is in the socket. */
    void send(ControlMessage message, Runnable onSent) {
        byte[] text = message.json().toBuffer().getBytes();
        ByteBuf framed = Unpooled.buffer(4 + text.length).writeInt(text.length).writeBytes(text);
        Objects.requireNonNull(stream, "the control stream is not open yet").sendData(framed, onSent);
    }

    @Override
    public void onHeaders(HeaderList headers, boolean end) {
        if (end) {
            onViolation.accept("the other end closed the control stream");
        }
    }

    @Override
    public int onData(ByteBuf bytes, boolean end) {
        int size = bytes.readableBytes();
        byte[] copy = new byte[size];
        bytes.readBytes(copy);
        received.appendBytes(copy);
        readMessages();
        if (end) {
            onViolation.accept("the other end closed the control stream");
        }
        return size;
    }

    private void readMessages() {
        int at = 0;
        try {
            while (received.length() - at >= 4) {
                int length = received.getInt(at);
                if (length < 0 || length > MAX_MESSAGE) {
                    throw new IllegalArgumentException("a message of " + length + " bytes");
                }
                if (received.length() - at - 4 < length) {
                    break;
                }
                ControlMessage message = ControlMessage.of(new JsonObject(received.getBuffer(at + 4, at + 4 + length)));
                at += 4 + length;
                onMessage.accept(message);
            }
        } catch (IllegalArgumentException | DecodeException e) {
            onViolation.accept("the other end does not keep the contract on the control stream: " + e.getMessage());
        }
        received = at == 0 ? received : received.getBuffer(at, received.length());
    }

    @Override
    public void onReset(long errorCode) {
        onViolation.accept("the other end reset the control stream (error " + errorCode + ")");
    }

    @Override
    public void onClosed(ClosedBy cause) {
        if (cause == ClosedBy.STREAM) {
            onViolation.accept("the control stream closed");
        }
    }
}
