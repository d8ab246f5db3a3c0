package opencmg.http.client;

import io.netty.buffer.ByteBuf;
import io.vertx.core.streams.ReadStream;
import opencmg.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Follows one request, on the event loop. First either {@link #onConnected} or {@link #onConnectFailed} is called; once the request has been sent, either
 * {@link #onResponse} or {@link #onFailure}. After the listener has aborted the connection, nothing is called.
 */
public interface ResponseListener {

    /** A connection for this listener alone: it sends a request or releases the connection. May be called before acquire returns. */
    void onConnected(UpstreamConnection connection);

    void onConnectFailed(Throwable cause);

    /** Every byte of the request is in the socket. Called for requests with a body only. */
    void onRequestSent();

    /**
     * The head of the final response.
     *
     * @param body paused, and its handlers get its end or failure; null when the response has none
     */
    void onResponse(ResponseHead head, @Nullable ReadStream<ByteBuf> body);

    /** A response without a body is complete, and the connection no longer belongs to this listener. */
    void onResponseEnd();

    /**
     * There will be no response.
     *
     * @param nothingSent whether the server cannot have received a complete head, and nothing has been taken from the body's source
     */
    void onFailure(Throwable cause, boolean nothingSent);
}
