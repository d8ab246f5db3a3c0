package opencmg.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import opencmg.http.HeadLimits;
import opencmg.http.HeaderFields;
import opencmg.http.HttpSyntaxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sequences within one turn of the event loop that no socket reproduces every time. */
class ServerConnectionTest implements RequestHandler {

    private static final String GET = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ServerConnection connection = new ServerConnection(
            new Http1Server((ContextInternal) vertx.getOrCreateContext(), new HeadLimits(8192, 65_536, 200)),
            channel.pipeline().firstContext());
    private final List<ServerExchange> exchanges = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private Consumer<ServerExchange> responder = exchange -> {};

    ServerConnectionTest() {
        connection.serve(this);
    }

    @AfterEach
    void stop() {
        channel.finishAndReleaseAll();
        vertx.close().await();
    }

    @Override
    public void onRequest(ServerExchange exchange) {
        exchanges.add(exchange);
        responder.accept(exchange);
    }

    @Override
    public void onMalformedRequest(ServerExchange exchange, HttpSyntaxException cause) {
        events.add(cause.kind().name());
    }

    @Override
    public void onClosed() {
        events.add("closed");
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private String sent() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf chunk = channel.readOutbound(); chunk != null; chunk = channel.readOutbound()) {
            all.append(chunk.toString(StandardCharsets.ISO_8859_1));
            chunk.release();
        }
        return all.toString().replaceAll("date: [^\r]*\r\n", "");
    }

    private void respond(ServerExchange exchange) {
        Buffer number = Buffer.buffer(Integer.toString(exchanges.size()));
        exchange.setHead(200, "OK", new HeaderFields(), number.length());
        exchange.end(number).onComplete(sent -> connection.finish());
    }

    private static String responses(int from, int to) {
        StringBuilder all = new StringBuilder();
        for (int i = from; i <= to; i++) {
            String number = Integer.toString(i);
            all.append("HTTP/1.1 200 OK\r\ncontent-length: ")
                    .append(number.length())
                    .append("\r\n\r\n")
                    .append(number);
        }
        return all.toString();
    }

    @Test
    void respondsToThousandsOfPipelinedRequestsInOneTurn() {
        responder = this::respond;
        receive(GET.repeat(10_000));

        assertThat(sent()).isEqualTo(responses(1, 10_000));
    }

    @Test
    void limitsPipelinedBytesAndResumesReading() {
        receive(GET.repeat(1000));
        assertThat(exchanges).hasSize(1);
        assertThat(channel.config().isAutoRead()).isFalse();

        responder = this::respond;
        respond(exchanges.get(0));
        assertThat(sent()).isEqualTo(responses(1, 1000));
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void decodesARequestThatArrivesByteByByteAfterAnother() {
        responder = this::respond;
        receive(GET + GET.substring(0, 3));
        GET.substring(3).chars().forEach(octet -> receive(Character.toString(octet)));

        assertThat(sent()).isEqualTo(responses(1, 2));
    }

    @Test
    void drainsABodyWhoseReaderPausesItTooLate() {
        responder = exchange -> {
            Objects.requireNonNull(exchange.requestBody()).resume();
            respond(exchange);
        };
        receive("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n12345");
        Objects.requireNonNull(exchanges.get(0).requestBody()).pause();
        responder = this::respond;
        receive("67890" + GET);

        assertThat(sent()).isEqualTo(responses(1, 2));
    }

    @Test
    void reportsTheCloseBeforeTheBodyFails() {
        responder = exchange -> {
            exchange.closeHandler(() -> events.add("connection closed"));
            Objects.requireNonNull(exchanges.get(0).requestBody())
                    .exceptionHandler(cause -> events.add("body failed"))
                    .resume();
        };
        receive("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n12345");
        channel.close().syncUninterruptibly();

        assertThat(events).containsExactly("connection closed", "body failed", "closed");
    }

    @Test
    void acceptsNoRequestAfterADrainedBodyWhileStopping() {
        responder = this::respond;
        receive("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n12345");
        connection.drain();
        receive("67890" + GET);

        assertThat(exchanges).hasSize(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(sent()).isEqualTo(responses(1, 1));
    }
}
