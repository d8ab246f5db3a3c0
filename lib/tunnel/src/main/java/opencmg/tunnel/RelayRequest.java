package opencmg.tunnel;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A request that goes through the tunnel.
 *
 * @param method any HTTP method, including {@code CCM_POST}
 * @param target path and query
 * @param headers names in any case; without hop-by-hop headers
 * @param body paused: set its handlers, then resume it. The handler owns each chunk that it receives and must pass it on or release it, even after the
 *     exchange has failed. Null for a request without a body
 * @param abandoned completes when the requester has disconnected; the exchange is then cancelled on every further hop
 */
public record RelayRequest(
        String method,
        String target,
        MultiMap headers,
        @Nullable ReadStream<ByteBuf> body,
        Future<?> abandoned) {}
