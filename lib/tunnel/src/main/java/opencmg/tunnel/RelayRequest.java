package opencmg.tunnel;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes through the tunnel.
 *
 * @param method any HTTP method, {@code CCM_POST} among them
 * @param target path and query
 * @param headers names in any case; hop-by-hop headers are already gone
 * @param body paused; it begins to flow when its handlers are set and it is resumed. Whoever is handed a piece owns it: passes it on or releases it,
 *     also when nobody wants it any more. Null for a request without one
 * @param abandoned completes when the requester has gone: the exchange is then cancelled on every further hop
 */
public record RelayRequest(
        String method,
        String target,
        MultiMap headers,
        @Nullable ReadStream<ByteBuf> body,
        Future<?> abandoned) {}
