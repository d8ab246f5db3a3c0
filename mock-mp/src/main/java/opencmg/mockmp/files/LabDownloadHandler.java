package opencmg.mockmp.files;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import opencmg.mockmp.http.ByteRange;
import opencmg.mockmp.http.PacedBody;
import opencmg.mockmp.http.RequestRefusedException;

/**
 * {@code GET /CCM_Client/lab/<n>}: n bytes, up to 1 GiB, streamed as fast as the other side takes them. The byte at any place is the same in every
 * answer, so ranges fit together.
 */
public final class LabDownloadHandler implements Handler<RoutingContext> {

    private static final int PERIOD = 64 << 10;
    private static final Buffer PATTERN = pattern();

    @Override
    public void handle(RoutingContext context) {
        String number = context.normalizedPath().substring("/CCM_Client/lab/".length());
        if (!number.matches("[0-9]{1,10}") || Long.parseLong(number) > LabUploadHandler.MAX_BYTES) {
            context.fail(
                    new RequestRefusedException(404, "Not Found", "the lab path wants a number of bytes up to 1 GiB"));
            return;
        }
        Optional<ByteRange> range = ByteRange.of(context.request().getHeader("Range"), Long.parseLong(number));
        if (range.isEmpty()) {
            context.fail(new RequestRefusedException(
                    416, "Requested Range Not Satisfiable", "the range is outside of the file"));
            return;
        }
        HttpServerResponse response = ClientFilesHandler.head(context.response(), range.get());
        response.putHeader("Content-Length", String.valueOf(range.get().length()));
        if (context.request().method().equals(HttpMethod.HEAD) || range.get().length() == 0) {
            response.end().onFailure(context::fail);
        } else {
            PacedBody.start(context, new Pieces(range.get()));
        }
    }

    /** The bytes of a range, piece by piece. */
    private static final class Pieces implements Iterator<Buffer> {

        private long at;
        private final long end;

        private Pieces(ByteRange range) {
            this.at = range.from();
            this.end = range.from() + range.length();
        }

        @Override
        public boolean hasNext() {
            return at < end;
        }

        @Override
        public Buffer next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int offset = (int) (at % PERIOD);
            int length = (int) Math.min(Math.min(PacedBody.CHUNK_BYTES, PERIOD - offset), end - at);
            at += length;
            return PATTERN.slice(offset, offset + length);
        }
    }

    private static Buffer pattern() {
        byte[] bytes = new byte[PERIOD];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return Buffer.buffer(bytes);
    }
}
