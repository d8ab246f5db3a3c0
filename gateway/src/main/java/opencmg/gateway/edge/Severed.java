package opencmg.gateway.edge;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;

/**
 * Cuts a connection without waiting for what is still to be written. Vert.x' own close comes after the last write, which a client that reads nothing
 * would put off for ever, and the public API has no other.
 */
final class Severed {

    private Severed() {}

    /** From below Vert.x' handler, which would turn it into the polite close again. TLS still gets its few seconds to say good-bye. */
    static void now(HttpConnection connection) {
        var unused = ((VertxConnection) connection).channelHandlerContext().close();
    }
}
