package opencmg.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import opencmg.http.Framing;
import opencmg.http.HeadLimits;
import opencmg.http.HeaderFields;
import opencmg.http.HttpSyntaxException;
import opencmg.http.RequestHead;
import opencmg.http.ResponseHead;
import org.junit.jupiter.api.Test;

/**
 * Arbitrary bytes as requests, responses and chunked bodies. Whatever is received is decoded or fails with an {@link HttpSyntaxException}; the result is the
 * same however the bytes are cut; no more than a line is buffered; and every buffer is released.
 */
class CodecFuzzTest {

    private static final HeadLimits LIMITS = new HeadLimits(300, 600, 20);
    private static final int MAX_TRAILERS = 64 << 10;

    private static final String REQUESTS = """
            GET /a?b HTTP/1.1
            Host: a.example:443
            Connection: keep-alive, x
            X: \ty\t

            POST http://a/ HTTP/1.1
            Host: [::1]:8443
            Content-Length: 3

            abcPUT /b HTTP/1.1
            Host:
            Transfer-Encoding: chunked

            3;x="y"
            abc
            0
            X: y

            GET / HTTP/1.0

            """.replace("\n", "\r\n");
    private static final String RESPONSES = """
            HTTP/1.1 100 Continue

            HTTP/1.1 200 OK
            Transfer-Encoding: chunked

            2
            ab
            0

            HTTP/1.1 304 Not Modified
            Content-Length: 5

            HTTP/1.0 404
            Content-Length: 2
            Keep-Alive: timeout=5

            abHTTP/1.1 200 OK

            until the end""".replace("\n", "\r\n");
    private static final String CHUNKS = """
            3;name="va;lue"
            abc
            A ; x
            0123456789
            000;last
            X-One: y
            X-Two:

            """.replace("\n", "\r\n");

    // ------------------------------------------------------------------ targets

    @FuzzTest(maxDuration = "1m")
    void anyRequestsAreDecodedOrRefused(byte[] data) {
        checkRequests(data);
    }

    @FuzzTest(maxDuration = "1m")
    void anyResponsesAreDecodedOrRefused(byte[] data) {
        checkResponses(data);
    }

    @FuzzTest(maxDuration = "1m")
    void anyChunksAreDecodedOrRefused(byte[] data) {
        checkChunks(data);
    }

    @Test
    void mutatedRequestsAreDecodedOrRefused() {
        mutate(REQUESTS, CodecFuzzTest::checkRequests);
    }

    @Test
    void mutatedResponsesAreDecodedOrRefused() {
        mutate(RESPONSES, CodecFuzzTest::checkResponses);
    }

    @Test
    void mutatedChunksAreDecodedOrRefused() {
        mutate(CHUNKS, CodecFuzzTest::checkChunks);
    }

    @Test
    void decodesTheValidMessages() {
        assertThat(decode(bytes(REQUESTS), new int[0], Requests::new))
                .isEqualTo("GET /a?b 1 3 -2;POST http://a/ 1 2 3;abcPUT /b 1 2 -1;abcGET / 0 0 -2;");
        assertThat(decode(bytes(RESPONSES), new int[0], Responses::new))
                .isEqualTo("100 Continue 0;200 OK 1;ab304 Not Modified 1;404  2;ab200 OK 0;until the end");
        assertThat(decode(bytes(CHUNKS), new int[0], Chunks::new)).isEqualTo("abc0123456789.");
    }

    // ------------------------------------------------------------------ checks

    private static void checkRequests(byte[] data) {
        check(data, Requests::new);
    }

    private static void checkResponses(byte[] data) {
        check(data, Responses::new);
    }

    private static void checkChunks(byte[] data) {
        check(data, Chunks::new);
    }

    private static void check(byte[] data, Function<InboundBuffer, Messages> kind) {
        String whole = decode(data, new int[0], kind);
        int[] everywhere = new int[data.length];
        Arrays.setAll(everywhere, i -> i);
        assertThat(decode(data, everywhere, kind)).isEqualTo(whole);
        Random random = new Random(Arrays.hashCode(data));
        int[] somewhere = random.ints(8, 0, data.length + 1).sorted().distinct().toArray();
        assertThat(decode(data, somewhere, kind)).isEqualTo(whole);
    }

    /** Decodes data that arrives in pieces, and describes what came out. */
    private static String decode(byte[] data, int[] cuts, Function<InboundBuffer, Messages> kind) {
        UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(false, true);
        InboundBuffer in = new InboundBuffer(new Octets());
        Messages messages = kind.apply(in);
        StringBuilder result = new StringBuilder();
        try {
            int from = 0;
            for (int cut : cuts) {
                receive(in, alloc, data, from, cut, messages, result);
                from = cut;
            }
            receive(in, alloc, data, from, data.length, messages, result);
        } catch (HttpSyntaxException refused) {
            result.append(refused.kind()).append(refused.getMessage());
        }
        in.clear();
        assertThat(alloc.metric().usedHeapMemory()).isZero();
        assertThat(alloc.metric().usedDirectMemory()).isZero();
        return result.toString();
    }

    private static void receive(
            InboundBuffer in,
            UnpooledByteBufAllocator alloc,
            byte[] data,
            int from,
            int to,
            Messages messages,
            StringBuilder result)
            throws HttpSyntaxException {
        if (from == to) {
            return;
        }
        in.append(alloc, alloc.buffer(to - from).writeBytes(data, from, to - from));
        boolean more = true;
        while (more) {
            more = messages.decodeNext(result);
        }
        in.discardRead();
        assertThat(in.bytes().readableBytes()).isLessThanOrEqualTo(messages.maxBuffered());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void mutate(String valid, Consumer<byte[]> check) {
        Random random = new Random(20_260_101);
        byte[] special = bytes("\0\t\n\r \":;,[]%0123aAfF@\u00ff");
        for (int i = 0; i < 1500; i++) {
            List<Byte> mutated = new ArrayList<>();
            for (byte octet : bytes(valid)) {
                mutated.add(octet);
            }
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(Math.max(1, mutated.size()));
                switch (random.nextInt(3)) {
                    case 0 -> mutated.add(at, special[random.nextInt(special.length)]);
                    case 1 -> mutated.set(at, special[random.nextInt(special.length)]);
                    default ->
                        mutated.subList(at, Math.min(mutated.size(), at + 1 + random.nextInt(4)))
                                .clear();
                }
            }
            byte[] data = new byte[mutated.size()];
            for (int at = 0; at < data.length; at++) {
                data[at] = mutated.get(at);
            }
            check.accept(data);
        }
    }

    // ------------------------------------------------------------------ kinds of messages

    /** Messages of one kind, one after another, as a connection decodes them. */
    private abstract static class Messages {

        final InboundBuffer in;
        final HeadDecoder heads;
        final BodyDecoder bodies;
        boolean inBody;

        Messages(InboundBuffer in) {
            this.in = in;
            heads = new HeadDecoder(in, new Octets(), LIMITS);
            bodies = new BodyDecoder(in);
        }

        /** Returns whether more can be decoded. */
        boolean decodeNext(StringBuilder result) throws HttpSyntaxException {
            if (!inBody) {
                return decodeHead(result);
            }
            int size = bodies.take();
            if (size > 0) {
                ByteBuf slice = in.bytes().readRetainedSlice(size);
                result.append(slice.toString(StandardCharsets.ISO_8859_1));
                slice.release();
                return true;
            }
            inBody = !bodies.isComplete();
            return !inBody && bodyEnded(result);
        }

        boolean bodyEnded(StringBuilder result) {
            return true;
        }

        void beginBody(long length) {
            bodies.begin(length);
            inBody = true;
        }

        abstract boolean decodeHead(StringBuilder result) throws HttpSyntaxException;

        /** Bytes of a line without its line feed, or of a chunk's size, or of trailers. */
        int maxBuffered() {
            return inBody ? MAX_TRAILERS + 1 : LIMITS.bytes() + 1;
        }

        static void checkFields(HeaderFields fields) {
            int bytes = 0;
            for (int i = 0; i < fields.size(); i++) {
                assertThat(fields.name(i)).matches("[a-z0-9!#$%&'*+.^_`|~-]+");
                assertThat(fields.value(i)).matches("[\\t\\x20-\\x7e\\x80-\\xff]*");
                bytes += fields.name(i).length() + fields.value(i).length();
            }
            assertThat(bytes).isLessThanOrEqualTo(LIMITS.bytes());
        }
    }

    private static final class Requests extends Messages {

        Requests(InboundBuffer in) {
            super(in);
        }

        @Override
        boolean decodeHead(StringBuilder result) throws HttpSyntaxException {
            RequestHead head = heads.decodeRequest();
            if (head == null) {
                return false;
            }
            checkFields(head.fields());
            assertThat(head.fields().size()).isLessThanOrEqualTo(LIMITS.fields());
            assertThat(head.target()).matches("[\\x21-\\x7e\\x80-\\xff]+");
            assertThat(head.method()).matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
            result.append(head.method())
                    .append(' ')
                    .append(head.target())
                    .append(' ')
                    .append(head.minorVersion())
                    .append(' ')
                    .append(head.fields().size())
                    .append(' ')
                    .append(head.length())
                    .append(';');
            if (head.hasBody()) {
                beginBody(head.length());
            }
            return true;
        }
    }

    private static final class Responses extends Messages {

        Responses(InboundBuffer in) {
            super(in);
        }

        @Override
        boolean decodeHead(StringBuilder result) throws HttpSyntaxException {
            ResponseHead head = heads.decodeResponse();
            if (head == null) {
                return false;
            }
            checkFields(head.fields());
            assertThat(head.status()).isBetween(100, 599);
            assertThat(head.keepAliveSeconds()).isNotNegative();
            result.append(head.status())
                    .append(' ')
                    .append(head.phrase())
                    .append(' ')
                    .append(head.fields().size())
                    .append(';');
            long length = head.isInterim() ? 0 : head.bodyLength(false);
            if (length != 0) {
                beginBody(length);
            }
            return true;
        }
    }

    private static final class Chunks extends Messages {

        Chunks(InboundBuffer in) {
            super(in);
            beginBody(Framing.CHUNKED);
        }

        @Override
        boolean decodeHead(StringBuilder result) {
            in.clear();
            return false;
        }

        @Override
        boolean bodyEnded(StringBuilder result) {
            result.append('.');
            return true;
        }
    }
}
