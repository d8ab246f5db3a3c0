package opencmg.http.server;

import io.netty.buffer.ByteBuf;
import io.vertx.core.streams.ReadStream;
import opencmg.http.BodyStream;
import opencmg.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** What a client asks. On its event loop. */
public final class Request {

    private final RequestHead head;
    private final @Nullable BodyStream body;
    private boolean whole;
    private boolean left;

    /** @param body null for a request without one */
    Request(RequestHead head, @Nullable BodyStream body) {
        this.head = head;
        this.body = body;
        this.whole = body == null;
    }

    public RequestHead head() {
        return head;
    }

    /** Paused at first; null where there is none. What breaks it off its reader is told: a {@code Malformed} when its chunks are to blame. */
    public @Nullable ReadStream<ByteBuf> body() {
        return body;
    }

    /** Whether every byte of it has been read. */
    public boolean isWhole() {
        return whole;
    }

    @Nullable
    BodyStream stream() {
        return body;
    }

    void becomesWhole() {
        whole = true;
    }

    /** The exchange is over, and its reader may pause what it likes: another loop may hear of the end later than this one. */
    void leave() {
        left = true;
    }

    /** Whether more of the body is to be read. */
    boolean wantsMore() {
        return body != null && !whole && (left || body.wanted());
    }
}
