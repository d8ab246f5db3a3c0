package opencmg.tunnel.link;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** TestBodies of which no byte may be lost or change places: they are compared by their SHA-256. */
final class TestBodies {

    /** Larger than a frame may be unless the other end says otherwise. */
    private static final int PIECE = 100_000;

    private TestBodies() {}

    /** Of that many bytes, for each length always the same. */
    static byte[] of(int size) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        return body;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has it", e);
        }
    }

    static String digest(byte[] body) {
        return HexFormat.of().formatHex(sha256().digest(body));
    }

    /** Reads one to its end, and digests it. */
    static Future<String> read(@Nullable ReadStream<ByteBuf> body) {
        MessageDigest digest = sha256();
        if (body == null) {
            return Future.succeededFuture(HexFormat.of().formatHex(digest.digest()));
        }
        Promise<String> whole = Promise.promise();
        body.exceptionHandler(whole::tryFail)
                .endHandler(end -> whole.tryComplete(HexFormat.of().formatHex(digest.digest())))
                .handler(piece -> {
                    digest.update(piece.nioBuffer());
                    piece.release();
                })
                .resume();
        return whole.future();
    }

    /** One that is given as fast as it is taken; it ends when {@code mayEnd} is complete. */
    static TunnelFixture.ControlledBody tap(Vertx vertx, byte[] body, Future<?> mayEnd) {
        int[] at = {0};
        return new TunnelFixture.ControlledBody(
                tap -> vertx.getOrCreateContext().runOnContext(go -> {
                    while (!tap.paused && at[0] < body.length) {
                        int from = at[0];
                        at[0] = Math.min(body.length, from + PIECE);
                        tap.give(Buffer.buffer(Arrays.copyOfRange(body, from, at[0])));
                    }
                    if (!tap.paused && at[0] == body.length) {
                        at[0]++; // once
                        mayEnd.onComplete(end -> tap.finish());
                    }
                }));
    }
}
