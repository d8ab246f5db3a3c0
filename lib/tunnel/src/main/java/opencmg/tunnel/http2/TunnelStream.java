package opencmg.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 stream (RFC 9113 5.1), from its first HEADERS until both sides have ended or one of them has reset it. What is said on one that has closed goes nowhere:
 * its {@link Http2StreamListener#closed} tells. On the connection's loop.
 */
public final class TunnelStream {

    private final int id;
    private final StreamRegistry streams;
    private final SendQueue toSend;
    private final ReceiveWindow arrivals;
    private @Nullable Http2StreamListener listener;
    private Http2StreamListener.@Nullable ClosedBy closedBy;
    private @Nullable String fault;
    private boolean localEnded;
    private boolean remoteEnded;
    private boolean headed;

    TunnelStream(int id, StreamRegistry streams, SendQueue toSend, ReceiveWindow arrivals) {
        this.id = id;
        this.streams = streams;
        this.toSend = toSend;
        this.arrivals = arrivals;
    }

    int id() {
        return id;
    }

    // ------------------------------------------------------------------ what this end says

    /** A head; or trailers, which are the end: they go behind what waits of the body. */
    public void headers(HeaderList headers, boolean end) {
        if (isSending()) {
            if (toSend.isEmpty()) {
                streams.writeHeaders(this, headers, end);
            } else {
                toSend.end(headers);
                streams.waits(this);
            }
        }
    }

    /** Takes over {@code bytes}; {@code sent} is called when they are in the socket, and never when the stream or the connection ends while they wait. */
    public void data(ByteBuf bytes, Runnable sent) {
        if (isSending()) {
            toSend.add(bytes, sent);
            streams.waits(this);
        } else {
            bytes.release();
        }
    }

    /** The last of the body. */
    public void end() {
        if (isSending()) {
            toSend.end(null);
            streams.waits(this);
        }
    }

    /** Gives it up, with what waits to be sent. */
    public void reset(Http2Error error) {
        if (closedBy == null) {
            streams.reset(this, error);
        }
    }

    /** The other end did not keep to HTTP/2 on it. */
    void refuse(Http2Error error, String why) {
        fault = why;
        reset(error);
    }

    /** What the other end did wrong on it, for people; null where it did nothing wrong. */
    @Nullable
    public String fault() {
        return fault;
    }

    /** The next hop took these bytes: the other end may send as many anew. */
    public void credit(int bytes) {
        int back = isReceiving() ? arrivals.credit(bytes) : 0;
        if (back > 0) {
            streams.writeWindowUpdate(this, back);
        }
    }

    /** Whether this end may still say something. */
    public boolean isSending() {
        return !localEnded && closedBy == null;
    }

    // ------------------------------------------------------------------ how its connection keeps it

    @Nullable
    Http2StreamListener listener() {
        return listener;
    }

    void listener(Http2StreamListener to) {
        listener = to;
    }

    SendQueue toSend() {
        return toSend;
    }

    ReceiveWindow arrivals() {
        return arrivals;
    }

    boolean isReceiving() {
        return !remoteEnded && closedBy == null;
    }

    /** A head has come that is not an interim one: what follows are trailers. */
    boolean isHeaded() {
        return headed;
    }

    void headed() {
        headed = true;
    }

    void localEnds() {
        localEnded = true;
    }

    void remoteEnds() {
        remoteEnded = true;
    }

    /** Both sides have ended. */
    boolean isDone() {
        return localEnded && remoteEnded;
    }

    /** Why it closed, or null while it is open. */
    Http2StreamListener.@Nullable ClosedBy closedBy() {
        return closedBy;
    }

    void close(Http2StreamListener.ClosedBy cause) {
        closedBy = cause;
        toSend.discard();
    }
}
