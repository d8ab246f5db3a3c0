package opencmg.http.codec;

import java.nio.charset.StandardCharsets;
import opencmg.http.Framing;
import opencmg.http.HeadLimits;
import opencmg.http.HeaderFields;
import opencmg.http.HttpSyntaxException;
import opencmg.http.HttpSyntaxException.Kind;
import opencmg.http.RequestHead;
import opencmg.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the heads of one connection, either of requests or of responses, from however many reads they arrive in (RFC 9112 sections 3 to 5). Refuses
 * everything that two readers could understand differently.
 */
public final class HeadDecoder {

    private static final byte[] HTTP_1 = HeadEncoder.ascii("HTTP/1.");
    /** The length of {@code HTTP/1.1} after a blank. */
    private static final int BLANK_AND_VERSION = 9;
    /** The length of {@code HTTP/1.1 200}. */
    private static final int MIN_STATUS_LINE = 12;
    /** One after a body is a known fault of old clients; a stream of them is none. */
    private static final int MAX_EMPTY_LINES = 2;

    private final InboundBuffer in;
    private final Octets octets;
    private final HeadLimits limits;
    private @Nullable RequestHead partialRequest;
    private @Nullable ResponseHead partialResponse;
    /** Bytes that the fields of the current head may still have. */
    private int remaining;
    /** Skipped before the current request line. */
    private int emptyLines;

    public HeadDecoder(InboundBuffer in, Octets octets, HeadLimits limits) {
        this.in = in;
        this.octets = octets;
        this.limits = limits;
    }

    // ------------------------------------------------------------------ requests

    /**
     * The next request head, or null while it is incomplete.
     *
     * @throws HttpSyntaxException when it can never be decoded; {@link #partialRequest} is then what could be read
     */
    @Nullable
    public RequestHead decodeRequest() throws HttpSyntaxException {
        RequestHead head = partialRequest;
        if (head == null) {
            int length = readRequestLine();
            if (length == InboundBuffer.INCOMPLETE) {
                return null;
            }
            head = parseRequestLine(in.line(), length);
            partialRequest = head;
            remaining = limits.bytes();
            emptyLines = 0;
        }
        int end = readFields(head.fields());
        if (end == InboundBuffer.TOO_LONG) {
            throw new HttpSyntaxException(
                    Kind.FIELDS_TOO_LARGE,
                    "the header fields have more than " + limits.bytes() + " bytes, which is limits.headerBytes");
        }
        if (end == InboundBuffer.INCOMPLETE) {
            return null;
        }
        RequestHead complete = checkFields(head);
        partialRequest = null;
        return complete;
    }

    /** The request line and the fields read so far. */
    public RequestHead partialRequest() {
        return partialRequest == null ? RequestHead.UNREADABLE : partialRequest;
    }

    /** HTTP-message = start-line CRLF ...; old clients send empty lines after a body, of which two are skipped (RFC 9112 section 2.2). */
    private int readRequestLine() throws HttpSyntaxException {
        int length = in.readLine(limits.lineBytes());
        while (length == 0) {
            if (++emptyLines > MAX_EMPTY_LINES) {
                throw new HttpSyntaxException("there are more than two empty lines before a request");
            }
            length = in.readLine(limits.lineBytes());
        }
        if (length == InboundBuffer.TOO_LONG) {
            throw new HttpSyntaxException(
                    Kind.LINE_TOO_LONG,
                    "the request line has more than " + limits.lineBytes() + " bytes, which is limits.uriBytes");
        }
        return length;
    }

    /** request-line = method SP request-target SP HTTP-version (RFC 9112 section 3). The target is whatever stands between the first and the last blank. */
    private static RequestHead parseRequestLine(byte[] line, int length) throws HttpSyntaxException {
        int method = 0; // method = token
        while (method < length && Octets.is(Octets.TOKEN, line[method] & 0xff)) {
            method++;
        }
        int targetEnd = length - BLANK_AND_VERSION;
        if (method == 0 || targetEnd <= method + 1 || line[method] != ' ' || line[targetEnd] != ' ') {
            throw new HttpSyntaxException(
                    "the first line is not a method, a target and HTTP/1.1 with one blank between them");
        }
        int minorVersion = parseVersion(line, targetEnd + 1);
        for (int i = method + 1; i < targetEnd; i++) {
            if (line[i] == ' ' || line[i] == '\t' || !Octets.is(Octets.VALUE, line[i] & 0xff)) {
                throw new HttpSyntaxException("there is a blank or a control character in the target of the request");
            }
        }
        return new RequestHead(
                new String(line, 0, method, StandardCharsets.US_ASCII),
                new String(line, method + 1, targetEnd - method - 1, StandardCharsets.ISO_8859_1),
                minorVersion,
                new HeaderFields(),
                Framing.UNSPECIFIED);
    }

    /** HTTP-version = HTTP-name "/" DIGIT "." DIGIT, and the name is case-sensitive (RFC 9112 section 2.3). */
    private static int parseVersion(byte[] line, int at) throws HttpSyntaxException {
        for (int i = 0; i < "HTTP/".length(); i++) {
            if (line[at + i] != HTTP_1[i]) {
                throw new HttpSyntaxException("the first line does not end with HTTP/1.1");
            }
        }
        int major = line[at + 5];
        int minor = line[at + 7];
        if (major != '1' || line[at + 6] != '.' || (minor != '0' && minor != '1')) {
            throw new HttpSyntaxException(Kind.VERSION, "the request is not of HTTP/1.1 or 1.0");
        }
        return minor - '0';
    }

    private RequestHead checkFields(RequestHead head) throws HttpSyntaxException {
        HeaderFields fields = head.fields();
        if (fields.size() > limits.fields()) {
            // servers inside often have a limit of a hundred and answer without saying why
            throw new HttpSyntaxException(
                    Kind.FIELDS_TOO_LARGE,
                    "the head has " + fields.size() + " fields, limits.headerFields is " + limits.fields());
        }
        checkHost(head.minorVersion(), fields);
        long length = Framing.bodyLength(head.minorVersion(), fields);
        return new RequestHead(head.method(), head.target(), head.minorVersion(), fields, length);
    }

    /** Exactly one Host in HTTP/1.1, at most one in HTTP/1.0, and a valid one (RFC 9112 section 3.2). */
    private static void checkHost(int minorVersion, HeaderFields fields) throws HttpSyntaxException {
        String host = fields.get("host");
        if (host == null && minorVersion == 0) {
            return;
        }
        if (host == null || fields.getAll("host").size() > 1) {
            throw new HttpSyntaxException(
                    minorVersion == 0
                            ? "HTTP/1.0 takes at most one Host field"
                            : "HTTP/1.1 takes exactly one Host field");
        }
        if (!Octets.isHost(host)) {
            throw new HttpSyntaxException("its Host field is not a name or an address, and perhaps a port");
        }
    }

    // ------------------------------------------------------------------ responses

    /** The next response head, or null while it is incomplete. */
    @Nullable
    public ResponseHead decodeResponse() throws HttpSyntaxException {
        ResponseHead head = partialResponse;
        if (head == null) {
            int length = in.readLine(limits.lineBytes());
            if (length == InboundBuffer.INCOMPLETE) {
                return null;
            }
            if (length == InboundBuffer.TOO_LONG) {
                throw new HttpSyntaxException(Kind.LINE_TOO_LONG, "a status line of more than 8 KiB");
            }
            head = parseStatusLine(in.line(), length);
            remaining = limits.bytes();
        }
        int end = readFields(head.fields());
        if (end == InboundBuffer.TOO_LONG) {
            throw new HttpSyntaxException(Kind.FIELDS_TOO_LARGE, "more header fields than are taken");
        }
        boolean complete = end == 0;
        partialResponse = complete ? null : head;
        return complete ? head : null;
    }

    /**
     * status-line = HTTP-version SP status-code SP [ reason-phrase ] (RFC 9112 section 4). The blank before an empty phrase may be missing, as some servers
     * do it.
     */
    private static ResponseHead parseStatusLine(byte[] line, int length) throws HttpSyntaxException {
        boolean http = length >= MIN_STATUS_LINE;
        for (int i = 0; http && i < HTTP_1.length; i++) {
            http = line[i] == HTTP_1[i];
        }
        if (!http || (line[7] != '0' && line[7] != '1') || line[8] != ' ') {
            throw new HttpSyntaxException("it does not begin with HTTP/1.1 or HTTP/1.0 and a status");
        }
        int status = 100 * digit(line[9]) + 10 * digit(line[10]) + digit(line[11]);
        if (status < 100 || status > 599 || (length > MIN_STATUS_LINE && line[MIN_STATUS_LINE] != ' ')) {
            throw new HttpSyntaxException("a status that is not 100 to 599");
        }
        String phrase = length > MIN_STATUS_LINE ? Octets.decodeValue(line, MIN_STATUS_LINE + 1, length) : "";
        return new ResponseHead(line[7] - '0', status, phrase, new HeaderFields());
    }

    private static int digit(byte octet) throws HttpSyntaxException {
        if (octet < '0' || octet > '9') {
            throw new HttpSyntaxException("a status that is no number");
        }
        return octet - '0';
    }

    // ------------------------------------------------------------------ fields

    /**
     * *( field-line CRLF ) CRLF (RFC 9112 section 5): adds the fields received so far.
     *
     * @return 0 when the empty line has been read; {@link InboundBuffer#INCOMPLETE} or {@link InboundBuffer#TOO_LONG}
     */
    private int readFields(HeaderFields to) throws HttpSyntaxException {
        int length = in.readLine(remaining);
        while (length > 0) {
            remaining -= length;
            parseField(in.line(), length, to);
            length = in.readLine(remaining);
        }
        return length;
    }

    /**
     * field-line = field-name ":" OWS field-value OWS, field-name = token. A folded line begins with a blank (obs-fold, section 5.2) and so has no name;
     * neither has one with a blank before the colon (section 5.1).
     */
    private void parseField(byte[] line, int length, HeaderFields to) throws HttpSyntaxException {
        int colon = 0;
        int hash = 0;
        while (colon < length && Octets.is(Octets.TOKEN, line[colon] & 0xff)) {
            line[colon] = (byte) Octets.toLowerCase(line[colon]);
            hash = 31 * hash + line[colon];
            colon++;
        }
        if (colon == 0 || colon == length || line[colon] != ':') {
            throw new HttpSyntaxException("a header field without a proper name");
        }
        int start = colon + 1;
        int end = length;
        while (start < end && isBlank(line[start])) {
            start++;
        }
        while (start < end && isBlank(line[end - 1])) {
            end--;
        }
        to.put(octets.internName(line, colon, hash), Octets.decodeValue(line, start, end));
    }

    /** OWS = *( SP / HTAB ) */
    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
