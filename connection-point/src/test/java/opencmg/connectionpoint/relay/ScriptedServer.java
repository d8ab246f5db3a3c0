package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.RelayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An upstream whose responses the test writes byte by byte. Understands requests without a body only. */
final class ScriptedServer {

    /** The head of a request, with the socket for its response. */
    record ReceivedRequest(int connection, String head, NetSocket socket) {

        void respond(String bytes) {
            socket.write(bytes).onFailure(Throwable::printStackTrace);
        }

        void respondAndClose(String bytes) {
            socket.write(bytes).eventually(socket::close).onFailure(Throwable::printStackTrace);
        }

        void ok() {
            respond("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }

        String line() {
            return head.substring(0, head.indexOf('\r'));
        }
    }

    private final BlockingQueue<ReceivedRequest> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
    private final NetServer server;
    private int connections;

    ScriptedServer(RelayFixture fixture) throws Exception {
        server = await(
                fixture.vertx.createNetServer().connectHandler(this::opened).listen(0, "127.0.0.1"));
        fixture.upstreamAt(url());
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
                requests.add(new ReceivedRequest(number, text.substring(0, end + 4), socket));
                text.delete(0, end + 4);
            }
        });
    }

    /** The next request on any connection. Connections are numbered from 1. */
    ReceivedRequest next() throws InterruptedException {
        ReceivedRequest one = requests.poll(20, TimeUnit.SECONDS);
        assertThat(one).as("a request").isNotNull();
        return one;
    }

    /** The number of the next connection that was closed. */
    int closed() throws InterruptedException {
        Integer number = closed.poll(20, TimeUnit.SECONDS);
        assertThat(number).as("the number of a closed connection").isNotNull();
        return number;
    }

    boolean hasNoRequest() {
        return requests.isEmpty();
    }
}
