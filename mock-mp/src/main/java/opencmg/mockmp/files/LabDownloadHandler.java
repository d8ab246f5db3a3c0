package opencmg.mockmp.files;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import opencmg.mockmp.http.ByteRange;
import opencmg.mockmp.http.Refused;

/**
 * {@code GET /CCM_Client/lab/<n>}: n bytes, up to 1 GiB, streamed as fast as the other side takes them. The byte at any place is the same in every
 * answer, so ranges fit together.
 */
public final class LabDownloadHandler implements Handler<RoutingContext> {

    private static final int CHUNK = 64 << 10;
    private static final Buffer PATTERN = pattern();

    @Override
    public void handle(RoutingContext context) {
        String number = context.normalizedPath().substring("/CCM_Client/lab/".length());
        if (!number.matches("[0-9]{1,10}") || Long.parseLong(number) > LabUploadHandler.MOST) {
            context.fail(new Refused(404, "Not Found", "the lab path wants a number of bytes up to 1 GiB"));
            return;
        }
        Optional<ByteRange> range = ByteRange.of(context.request().getHeader("Range"), Long.parseLong(number));
        if (range.isEmpty()) {
            context.fail(new Refused(416, "Requested Range Not Satisfiable", "the range is outside of the file"));
            return;
        }
        HttpServerResponse response = ClientFilesHandler.head(context.response(), range.get());
        response.putHeader("Content-Length", String.valueOf(range.get().length()));
        if (context.request().method().equals(HttpMethod.HEAD) || range.get().length() == 0) {
            response.end().onFailure(context::fail);
        } else {
            new Flow(response, range.get()).more();
        }
    }

    /**
     * Writes until the response is full and again when it has drained. What TLS has not encrypted yet does not count as full, so that at most a few
     * pieces are on their way at a time.
     */
    private static final class Flow {

        private static final int MOST_ON_THEIR_WAY = 8;

        private final HttpServerResponse response;
        private long at;
        private final long end;
        private int onTheirWay;
        private boolean writing;
        private boolean gone;

        private Flow(HttpServerResponse response, ByteRange range) {
            this.response = response;
            this.at = range.from();
            this.end = range.from() + range.length();
            response.drainHandler(drained -> more());
            response.exceptionHandler(failure -> gone = true);
            response.closeHandler(closed -> gone = true);
        }

        // A piece may be written at once, within the loop that wrote it: then the loop goes on and nothing is nested.
        private void more() {
            if (writing) {
                return;
            }
            writing = true;
            while (!gone && at < end && onTheirWay < MOST_ON_THEIR_WAY && !response.writeQueueFull()) {
                int offset = (int) (at % CHUNK);
                int length = (int) Math.min(CHUNK - offset, end - at);
                at += length;
                onTheirWay++;
                Buffer piece = PATTERN.slice(offset, offset + length);
                (at == end ? response.end(piece) : response.write(piece))
                        .onSuccess(written -> {
                            onTheirWay--;
                            more();
                        })
                        .onFailure(failure -> gone = true);
            }
            writing = false;
        }
    }

    private static Buffer pattern() {
        byte[] bytes = new byte[CHUNK];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return Buffer.buffer(bytes);
    }
}
