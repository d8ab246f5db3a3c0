package opencmg.http.client;

import io.netty.buffer.ByteBuf;
import io.vertx.core.streams.ReadStream;
import opencmg.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Who wants something of a server and hears what becomes of it, on the loop. Either {@link #notConnected} or {@link #connected}; after it has
 * sent its request either {@link #lost} or {@link #answered}. After it has aborted the connection it hears nothing more.
 */
public interface ResponseListener {

    /** A connection is there, for this asker alone: it sends a request or gives the connection back. May be called at once. */
    void connected(UpstreamConnection connection);

    void notConnected(Throwable cause);

    /** Every byte of the request is in the socket. Told of requests with a body only. */
    void sent();

    /**
     * The final answer has begun.
     *
     * @param body paused; how it ends its handlers are told; null where the answer is whole with its head
     */
    void answered(ResponseHead head, @Nullable ReadStream<ByteBuf> body);

    /** An answer without a body is over: the connection is not this asker's any more. */
    void ended();

    /**
     * There will be no answer.
     *
     * @param nothingSent whether the server cannot have got a whole head, and nothing of a body has been taken from its source
     */
    void lost(Throwable cause, boolean nothingSent);
}
