package opencmg.tunnel;

import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A response that comes back through the tunnel.
 *
 * @param status 200 to 599
 * @param phrase reason phrase of the HTTP/1.1 hops; HTTP/2 has none, so the tunnel carries it in a header field of its own
 * @param headers names in lower case; without hop-by-hop headers
 * @param body paused, see {@link RelayRequest#body}. Read it to its end or complete {@link RelayRequest#abandoned}. Its exception handler receives a
 *     {@link RelayFailure} if the response breaks off; its end handler is called only for a complete response. Null for a response without a body
 */
public record RelayResponse(
        int status,
        String phrase,
        MultiMap headers,
        @Nullable ReadStream<ByteBuf> body) {}
