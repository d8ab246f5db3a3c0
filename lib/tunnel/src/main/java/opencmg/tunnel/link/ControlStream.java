package opencmg.tunnel.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import opencmg.tunnel.http2.HeaderList;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.Http2StreamListener;
import opencmg.tunnel.http2.TunnelStream;
import org.jspecify.annotations.Nullable;

/** The first stream of a connection: messages in both directions, each after its four-byte length, for as long as the connection lives. */
final class ControlStream implements Http2StreamListener {

    private static final int MAX_MESSAGE = 8 << 20;

    /** What the messages within {@link #PERIOD} may cost: one each, and one for each half MiB. A site configuration has to be parsed. */
    private static final int MAX_COST = 32;

    private static final int BYTES_PER_COST = 512 << 10;
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Consumer<ControlMessage> onMessage;
    private final Http2Connection http2;
    private int cost;
    private long since = System.nanoTime();
    private @Nullable TunnelStream stream;
    private Buffer received = Buffer.buffer();

    /**
     * @param onMessage called for each message
     * @param http2 is aborted if the other end violates the contract or ends the stream
     */
    ControlStream(Consumer<ControlMessage> onMessage, Http2Connection http2) {
        this.onMessage = onMessage;
        this.http2 = http2;
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
            http2.abort("the other end closed the control stream");
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
            http2.abort("the other end closed the control stream");
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
                if (!isWithinRate(length)) {
                    http2.fail(
                            "control messages come too fast: more than " + MAX_COST + " within " + PERIOD.toSeconds()
                                    + " s, where a large one counts for several",
                            Http2Error.ENHANCE_YOUR_CALM);
                    received = Buffer.buffer();
                    return;
                }
                ControlMessage message = ControlMessage.of(new JsonObject(received.getBuffer(at + 4, at + 4 + length)));
                at += 4 + length;
                onMessage.accept(message);
            }
        } catch (IllegalArgumentException | DecodeException e) {
            http2.abort("the other end does not keep the contract on the control stream: " + e.getMessage());
        }
        received = at == 0 ? received : received.getBuffer(at, received.length());
    }

    /** The clock is read only when the limit is reached. */
    private boolean isWithinRate(int length) {
        int costOfThis = 1 + length / BYTES_PER_COST;
        cost += costOfThis;
        if (cost <= MAX_COST) {
            return true;
        }
        long now = System.nanoTime();
        if (now - since < PERIOD.toNanos()) {
            return false;
        }
        since = now;
        cost = costOfThis;
        return true;
    }

    @Override
    public void onReset(long errorCode) {
        http2.abort("the other end reset the control stream (error " + errorCode + ")");
    }

    @Override
    public void onClosed(ClosedBy cause) {
        if (cause == ClosedBy.STREAM) {
            http2.abort("the control stream closed");
        }
    }
}
