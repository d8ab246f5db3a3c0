package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import opencmg.http.Framing;
import opencmg.http.HeadLimits;
import opencmg.http.HeadTooLargeException;
import opencmg.http.HeaderFields;
import opencmg.http.HttpSyntaxException;
import opencmg.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** Puts together the heads of requests (RFC 9112 section 3), from as many pieces as they come in, and refuses what two readers could take for two. */
public final class RequestHeadReader {

    /** {@code HTTP/1.1} and the blank before it. */
    private static final int VERSION = 9;

    private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

    private final LineReader lines;
    private final FieldReader fields;
    private final HeadLimits limits;
    private @Nullable RequestHead begun;

    public RequestHeadReader(LineReader lines, Octets octets, HeadLimits limits) {
        this.lines = lines;
        this.fields = new FieldReader(lines, octets);
        this.limits = limits;
    }

    /**
     * Takes what is there of a head, and gives it out when it is whole.
     *
     * @throws HttpSyntaxException when it never will be; {@link #begun} is what could be read
     */
    @Nullable
    public RequestHead read(ByteBuf in) throws HttpSyntaxException {
        RequestHead head = begun;
        if (head == null) {
            head = requestLine(in);
            if (head == null) {
                return null;
            }
            begun = head;
            fields.begin(limits.bytes());
        }
        if (!readFields(in, head.fields())) {
            return null;
        }
        RequestHead whole = checked(head);
        begun = null;
        return whole;
    }

    /** The request line and the fields so far. */
    public RequestHead begun() {
        return begun == null ? RequestHead.NONE : begun;
    }

    private @Nullable RequestHead requestLine(ByteBuf in) throws HttpSyntaxException {
        try {
            int length = lines.next(in, limits.lineBytes(), "a longer request line");
            while (length == 0) { // left over by old clients behind a body (RFC 9112 section 2.2)
                length = lines.next(in, limits.lineBytes(), "a longer request line");
            }
            return length < 0 ? null : requestLine(lines.line(), length);
        } catch (HeadTooLargeException tooLong) {
            throw new HttpSyntaxException(
                    HttpSyntaxException.Kind.LINE_TOO_LONG,
                    "the request line has more than " + limits.lineBytes() + " bytes, which is limits.uriBytes");
        }
    }

    private static RequestHead requestLine(byte[] line, int length) throws HttpSyntaxException {
        int method = 0;
        while (method < length && Octets.is(Octets.TOKEN, line[method] & 0xff)) {
            method++;
        }
        int end = length - VERSION; // of the target
        if (method == 0 || end <= method + 1 || line[method] != ' ' || line[end] != ' ') {
            throw new HttpSyntaxException(
                    "the first line is not a method, a target and HTTP/1.1 with one blank between them");
        }
        int minor = minorVersion(line, end + 1);
        for (int i = method + 1; i < end; i++) {
            if (line[i] == ' ' || line[i] == '\t' || !Octets.is(Octets.VALUE, line[i] & 0xff)) {
                throw new HttpSyntaxException("there is a blank or a control character in the target of the request");
            }
        }
        return new RequestHead(
                new String(line, 0, method, StandardCharsets.US_ASCII),
                new String(line, method + 1, end - method - 1, StandardCharsets.ISO_8859_1),
                minor,
                new HeaderFields(),
                Framing.UNSAID);
    }

    private static int minorVersion(byte[] line, int at) throws HttpSyntaxException {
        for (int i = 0; i < HTTP.length; i++) {
            if (line[at + i] != HTTP[i]) {
                throw new HttpSyntaxException("the first line does not end with HTTP/1.1");
            }
        }
        int major = line[at + 5];
        int minor = line[at + 7];
        if (major != '1' || line[at + 6] != '.' || (minor != '0' && minor != '1')) {
            throw new HttpSyntaxException(HttpSyntaxException.Kind.VERSION, "the request is not of HTTP/1.1 or 1.0");
        }
        return minor - '0';
    }

    private boolean readFields(ByteBuf in, HeaderFields to) throws HttpSyntaxException {
        try {
            return fields.read(in, to);
        } catch (HeadTooLargeException tooLong) {
            throw new HttpSyntaxException(
                    HttpSyntaxException.Kind.FIELDS_TOO_LARGE,
                    "the header fields have more than " + limits.bytes() + " bytes, which is limits.headerBytes");
        }
    }

    private RequestHead checked(RequestHead head) throws HttpSyntaxException {
        HeaderFields all = head.fields();
        if (all.size()
                > limits.fields()) { // servers inside have a limit of their own, often of a hundred, and answer without
            // a word of explanation
            throw new HttpSyntaxException(
                    HttpSyntaxException.Kind.FIELDS_TOO_LARGE,
                    "the head has " + all.size() + " fields, limits.headerFields is " + limits.fields());
        }
        if (head.minorVersion() > 0 && all.getAll("host").size() != 1) {
            throw new HttpSyntaxException("HTTP/1.1 takes exactly one Host field");
        }
        long length = Framing.announced(head.minorVersion(), all);
        return new RequestHead(head.method(), head.target(), head.minorVersion(), all, length);
    }
}
