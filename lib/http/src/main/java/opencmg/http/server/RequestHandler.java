package opencmg.http.server;

import opencmg.http.HttpSyntaxException;

/** Who answers the requests of one connection. On its event loop. */
public interface RequestHandler {

    /** The next one. Its body, where it has one, waits to be read; the one after it waits until {@link ServerConnection#finish} is called. */
    void request(Request request, Response answer);

    /**
     * What has come is no request. It wants an answer and {@link ServerConnection#finish} all the same, and the connection ends with it.
     *
     * @param request as far as it could be read
     */
    void unreadable(Request request, Response answer, HttpSyntaxException why);

    /** The connection has ended, by whomever. */
    void closed();
}
