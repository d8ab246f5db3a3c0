package opencmg.lab.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** One TLS connection with at most one request in flight. On its event loop only. */
final class LoadConnection {

    private static final Handler<Answer> NOBODY = answer -> {};

    /**
     * What came of a request.
     *
     * @param status of HTTP, or 0 when the connection was lost
     */
    record Answer(LoadConnection connection, int status) {

        boolean isGood() {
            return status == 200;
        }
    }

    private final NetSocket socket;
    private final AnswerFraming framing = new AnswerFraming();
    private Handler<Answer> waiting = NOBODY;

    LoadConnection(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::arrived).exceptionHandler(broken -> tell(0)).closeHandler(closed -> tell(0));
    }

    /** The handler is called once. */
    void ask(Buffer request, Handler<Answer> answered) {
        waiting = answered;
        socket.write(request).onFailure(lost -> tell(0));
    }

    private void arrived(Buffer bytes) {
        try {
            if (framing.ends(bytes)) {
                tell(framing.status());
            }
        } catch (IllegalStateException unreadable) {
            tell(0);
        }
    }

    private void tell(int status) {
        Handler<Answer> told = waiting;
        waiting = NOBODY;
        told.handle(new Answer(this, status));
    }

    Future<Void> close() {
        waiting = NOBODY;
        return socket.close();
    }
}
