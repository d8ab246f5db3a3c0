package opencmg.http.client;

import opencmg.http.HttpSyntaxException;

/** What came from a server is not HTTP/1.1. The message is for operators; it repeats nothing of what came. */
final class MalformedResponseException extends Exception {

    private static final long serialVersionUID = 1;

    MalformedResponseException(HttpSyntaxException why) {
        super("the answer is malformed: " + why.getMessage(), null, false, false);
    }
}
