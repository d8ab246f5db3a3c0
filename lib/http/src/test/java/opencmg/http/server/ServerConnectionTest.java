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

/** What happens in one turn of the loop, in an order that no socket would bring about every time. */
class ServerConnectionTest implements RequestHandler {

    private static final String GET = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ServerConnection connection = new ServerConnection(
            new Http1Server((ContextInternal) vertx.getOrCreateContext(), new HeadLimits(8192, 65_536, 200)),
            channel.pipeline().firstContext());
    private final List<Request> requests = new ArrayList<>();
    private final List<Response> answers = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private Consumer<Response> answering = answer -> {};

    ServerConnectionTest() {
        connection.serve(this);
    }

    @AfterEach
    void stop() {
        channel.finishAndReleaseAll();
        vertx.close().await();
    }

    @Override
    public void request(Request request, Response answer) {
        requests.add(request);
        answers.add(answer);
        answering.accept(answer);
    }

    @Override
    public void unreadable(Request request, Response answer, HttpSyntaxException why) {
        events.add(why.kind().name());
    }

    @Override
    public void closed() {
        events.add("closed");
    }

    private void come(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private String sent() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            all.append(piece.toString(StandardCharsets.ISO_8859_1));
            piece.release();
        }
        return all.toString();
    }

    private void answerAtOnce(Response answer) {
        Buffer number = Buffer.buffer(Integer.toString(requests.size()));
        answer.head(200, "OK", new HeaderFields(), number.length());
        answer.end(number).onComplete(sent -> connection.finish());
    }

    private static String answers(int from, int to) {
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
    void answersThousandsOfPipelinedRequestsInOneTurn() {
        answering = this::answerAtOnce;
        come(GET.repeat(10_000));

        assertThat(sent()).isEqualTo(answers(1, 10_000));
    }

    @Test
    void readsNoMoreThanALittleAheadAndGoesOnLater() {
        come(GET.repeat(1000));
        assertThat(requests).hasSize(1);
        assertThat(channel.config().isAutoRead()).isFalse();

        answering = this::answerAtOnce;
        answerAtOnce(answers.get(0));
        assertThat(sent()).isEqualTo(answers(1, 1000));
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void readsARequestThatComesByteByByteBetweenOthers() {
        answering = this::answerAtOnce;
        come(GET + GET.substring(0, 3));
        GET.substring(3).chars().forEach(octet -> come(Character.toString(octet)));

        assertThat(sent()).isEqualTo(answers(1, 2));
    }

    @Test
    void readsTheRestOfABodyWhoseReaderPausesItTooLate() {
        answering = answer -> {
            Objects.requireNonNull(requests.get(0).body()).resume();
            answerAtOnce(answer);
        };
        come("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n12345");
        Objects.requireNonNull(requests.get(0).body()).pause();
        answering = this::answerAtOnce;
        come("67890" + GET);

        assertThat(sent()).isEqualTo(answers(1, 2));
    }

    @Test
    void tellsThatTheClientHasGoneBeforeItsBodyBreaksOff() {
        answering = answer -> {
            answer.whenGone(() -> events.add("gone"));
            Objects.requireNonNull(requests.get(0).body())
                    .exceptionHandler(cause -> events.add("broke off"))
                    .resume();
        };
        come("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n12345");
        channel.close().syncUninterruptibly();

        assertThat(events).containsExactly("gone", "broke off", "closed");
    }

    @Test
    void takesNoRequestBehindTheRestOfABodyOnceItDrains() {
        answering = this::answerAtOnce;
        come("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n12345");
        connection.drain();
        come("67890" + GET);

        assertThat(requests).hasSize(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(sent()).isEqualTo(answers(1, 1));
    }
}
