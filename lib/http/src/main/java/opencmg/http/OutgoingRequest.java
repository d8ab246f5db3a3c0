package opencmg.http;

import io.vertx.core.MultiMap;

/**
 * What stands before a request's body. Nothing is checked here: {@code RequestHeadWriter} does.
 *
 * @param method a token
 * @param target path and query
 * @param fields without {@code Host} and without the fields that frame a body: those are written by the connection alone
 * @param length of the body in bytes, {@link #CHUNKED} or {@link #NO_BODY}
 */
public record OutgoingRequest(String method, String target, MultiMap fields, long length) {

    /** A body whose length nobody knows yet. */
    public static final long CHUNKED = -1;

    /** No body, and none announced: 0 announces an empty one. */
    public static final long NO_BODY = -2;
}
