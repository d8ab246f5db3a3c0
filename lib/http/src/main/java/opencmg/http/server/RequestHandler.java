package opencmg.http.server;

import opencmg.http.HttpSyntaxException;

/** Answers the requests of one connection, on its event loop. */
public interface RequestHandler {

    /** The next request. Its body, if any, is paused. The following request is not decoded before {@link ServerConnection#finish} is called. */
    void onRequest(ServerExchange exchange);

    /**
     * Received bytes are not a request. It needs a response and {@link ServerConnection#finish} like any other, after which the connection is closed.
     *
     * @param exchange its request is what could be read
     */
    void onMalformedRequest(ServerExchange exchange, HttpSyntaxException cause);

    /** The connection has been closed, by either side. */
    void onClosed();
}
