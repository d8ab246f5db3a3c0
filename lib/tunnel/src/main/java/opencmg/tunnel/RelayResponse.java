package opencmg.tunnel;

import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it comes back through the tunnel.
 *
 * @param status 200 to 599
 * @param phrase reason phrase of the HTTP/1.1 hops; HTTP/2 has none, so the tunnel carries it beside
 * @param headers names in lower case; hop-by-hop headers are already gone
 * @param body paused, see {@link RelayRequest#body}: it is read to its end, or {@link RelayRequest#abandoned} is completed. Its exception handler gets a
 *     {@link RelayFailure} when the answer breaks off, its end handler is called for a whole answer only; null for an answer without one
 */
public record RelayResponse(
        int status,
        String phrase,
        MultiMap headers,
        @Nullable ReadStream<ByteBuf> body) {}
