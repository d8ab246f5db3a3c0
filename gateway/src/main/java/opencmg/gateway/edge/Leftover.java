package opencmg.gateway.edge;

import io.vertx.core.http.HttpServerRequest;
import opencmg.gateway.forwarding.Deadlines;

/**
 * What a client still sends after its answer. It is read for a moment and thrown away: a connection that is closed with unread bytes is reset, and the
 * reset may overtake the answer (RFC 9112 9.6). A little is read so that the connection can go on; much, or nothing for long, ends it.
 */
final class Leftover {

    private static final long MOST_BYTES = 256 << 10;
    private static final long MOST_MILLIS = 2000;

    private final ClientExchange exchange;
    private long bytes;
    private final Deadlines.Entry patience;

    private Leftover(ClientExchange exchange, Deadlines deadlines) {
        this.exchange = exchange;
        this.patience = deadlines.in(MOST_MILLIS, this::close);
    }

    static void takeCareOf(ClientExchange exchange, Deadlines deadlines) {
        if (exchange.gone()) {
            return;
        }
        if (exchange.mayStillSendBody()) {
            new Leftover(exchange, deadlines).read();
        } else if (exchange.closing()) {
            exchange.connection().close();
        }
    }

    private void read() {
        HttpServerRequest http = exchange.http();
        http.exceptionHandler(gone -> patience.cancel());
        http.endHandler(end -> ended());
        http.handler(buffer -> {
            bytes += buffer.length();
            if (bytes > MOST_BYTES) {
                close();
            }
        });
        http.resume();
    }

    private void ended() {
        patience.cancel();
        if (exchange.closing()) {
            exchange.connection().close();
        }
    }

    private void close() {
        patience.cancel();
        exchange.connection().close();
    }
}
