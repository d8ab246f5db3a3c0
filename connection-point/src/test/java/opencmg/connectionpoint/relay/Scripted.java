package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.Inside.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server inside that knows no HTTP: it says what the test tells it to, byte by byte. Requests without a body only. */
final class Scripted {

    /** The head of a request, and where to answer it. */
    record Asked(int connection, String head, NetSocket socket) {

        void answer(String bytes) {
            socket.write(bytes).onFailure(Throwable::printStackTrace);
        }

        void answerAndClose(String bytes) {
            socket.write(bytes).eventually(socket::close).onFailure(Throwable::printStackTrace);
        }

        void ok() {
            answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }

        String line() {
            return head.substring(0, head.indexOf('\r'));
        }
    }

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
    private final NetServer server;
    private int connections;

    Scripted(Inside inside) throws Exception {
        server = await(
                inside.vertx.createNetServer().connectHandler(this::opened).listen(0, "127.0.0.1"));
        inside.serverAt(url());
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private void opened(NetSocket socket) {
        int number = ++connections;
        StringBuilder text = new StringBuilder();
        socket.closeHandler(gone -> closed.add(number));
        socket.handler(bytes -> {
            text.append(bytes);
            for (int end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
                asked.add(new Asked(number, text.substring(0, end + 4), socket));
                text.delete(0, end + 4);
            }
        });
    }

    /** The next request, whichever connection it came on. Connections are numbered from 1. */
    Asked next() throws InterruptedException {
        Asked one = asked.poll(20, TimeUnit.SECONDS);
        assertThat(one).as("a request").isNotNull();
        return one;
    }

    /** The next connection that was closed. */
    int closed() throws InterruptedException {
        Integer number = closed.poll(20, TimeUnit.SECONDS);
        assertThat(number).as("the number of a closed connection").isNotNull();
        return number;
    }

    boolean nothingAsked() {
        return asked.isEmpty();
    }
}
