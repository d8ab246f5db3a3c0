package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.RelayFixture.await;
import static opencmg.connectionpoint.relay.RelayFixture.get;
import static opencmg.connectionpoint.relay.RelayFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import opencmg.tunnel.RelayResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies larger than the heap of this JVM with a reader that pauses again and again: buffering them would exhaust the memory. */
class LargeBodiesTest {

    private static final int PIECE = 64 << 10;
    /** The reader pauses after each of these. */
    private static final long PAUSE = 4 << 20;

    private final long bytes = Runtime.getRuntime().maxMemory() + (64L << 20);
    private RelayFixture fixture;
    private ServerSocket server;

    @BeforeEach
    void open() throws Exception {
        fixture = new RelayFixture(RelayFixture.FOUR_EXCHANGES);
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        fixture.upstreamAt("http://127.0.0.1:" + server.getLocalPort());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        fixture.close();
    }

    @Test
    void passToTheClient() throws Exception {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(this::send);
        RelayResponse response = fixture.head(get("/SMS_MP/great"));
        AtomicLong read = new AtomicLong();
        Promise<Void> whole = Promise.promise();
        fixture.loop.runOnContext(go -> readWithPauses(response, read, whole));

        whole.future().toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
        sending.get(30, TimeUnit.SECONDS);
        assertThat(read).hasValue(bytes);
    }

    private void readWithPauses(RelayResponse response, AtomicLong read, Promise<Void> whole) {
        ReadStream<ByteBuf> body = Objects.requireNonNull(response.body());
        body.exceptionHandler(whole::tryFail).endHandler(whole::tryComplete).handler(piece -> {
            long before = read.getAndAdd(piece.readableBytes());
            piece.release();
            if (before / PAUSE != read.get() / PAUSE) {
                body.pause();
                fixture.loop.runOnContext(later -> body.resume());
            }
        });
        body.resume();
    }

    private void send() {
        try (Socket socket = server.accept()) {
            readHead(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] piece = new byte[PIECE];
            for (long sent = 0; sent < bytes; sent += PIECE) {
                out.write(piece, 0, (int) Math.min(PIECE, bytes - sent));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void passToTheUpstream() throws Exception {
        CompletableFuture<Long> taking = CompletableFuture.supplyAsync(this::take);
        long pieces = bytes / ChunkSource.CHUNK_BYTES;
        MultiMap headers =
                HttpHeaders.headers().add("content-length", String.valueOf(pieces * ChunkSource.CHUNK_BYTES));
        Promise<RelayFixture.Response> answered = Promise.promise();
        fixture.loop.runOnContext(go -> fixture.start(
                        request("BITS_POST", "/SMS_MP/up", headers, ChunkSource.chunks(fixture.loop, pieces)))
                .compose(fixture::collect)
                .onComplete(answered));

        assertThat(taking.get(120, TimeUnit.SECONDS)).isEqualTo(pieces * ChunkSource.CHUNK_BYTES);
        assertThat(await(answered.future()).status()).isEqualTo(204);
    }

    private long take() {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            readHead(in);
            long expected = bytes / ChunkSource.CHUNK_BYTES * ChunkSource.CHUNK_BYTES;
            long taken = 0;
            byte[] piece = new byte[PIECE];
            while (taken < expected) {
                taken += Math.max(0, in.read(piece));
            }
            socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readHead(InputStream in) throws IOException {
        int last = 0;
        while (last != 0x0d0a0d0a) {
            last = (last << 8) | in.read();
        }
    }
}
