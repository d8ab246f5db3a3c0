package opencmg.connectionpoint.http1;

import opencmg.http1.Malformed;

/** What came from a server is not HTTP/1.1. The message is for operators; it repeats nothing of what came. */
final class MalformedAnswer extends Exception {

    private static final long serialVersionUID = 1;

    MalformedAnswer(Malformed why) {
        super("the answer is malformed: " + why.getMessage(), null, false, false);
    }
}
