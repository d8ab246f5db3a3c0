package opencmg.http;

/**
 * The head of a request, received or to be sent.
 *
 * @param method a token
 * @param target as received, without blanks and control characters; to be sent: path and query
 * @param minorVersion of HTTP/1: 0 or 1
 * @param fields names in lower case. To be sent: without {@code Host} and without the fields that frame a body, which only the connection writes
 * @param length of the body in bytes, {@link Framing#CHUNKED}, or {@link Framing#UNSPECIFIED} for no body and no Content-Length (0 sends one)
 */
public record RequestHead(String method, String target, int minorVersion, HeaderFields fields, long length) {

    /** Stands for a request of which not even the first line could be read. */
    public static final RequestHead UNREADABLE = new RequestHead("", "", 1, new HeaderFields(), Framing.UNSPECIFIED);

    public boolean hasBody() {
        return length > 0 || length == Framing.CHUNKED;
    }

    /** In bytes, -1 when unknown. */
    public long contentLength() {
        return Math.max(-1, length);
    }

    /** Whether the client waits for a 100 response before it sends its body (RFC 9110 section 10.1.1). */
    public boolean expectsContinue() {
        return minorVersion > 0 && "100-continue".equalsIgnoreCase(fields.get("expect"));
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether the client allows another request on the connection (RFC 9112 section 9.3). */
    public boolean keepsConnection() {
        return Framing.keepsConnection(minorVersion, fields);
    }
}
