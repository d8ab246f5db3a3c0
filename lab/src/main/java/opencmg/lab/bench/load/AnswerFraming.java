package opencmg.lab.bench.load;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds the end of HTTP/1.1 answers that have a length (RFC 9112 6.3), one at a time. Anything else is a fault of the measurement. */
final class AnswerFraming {

    private static final int LONGEST_HEAD = 64 << 10;
    private static final String LENGTH = "\r\ncontent-length:";

    private final StringBuilder head = new StringBuilder();
    private boolean inBody;
    private long missing;
    private int status;

    /**
     * Takes what has arrived.
     *
     * @return whether this was the end of an answer
     * @throws IllegalStateException for an answer without a length, and for bytes behind its end
     */
    boolean ends(Buffer bytes) {
        if (inBody) {
            return bodyEnds(bytes.length());
        }
        head.append(bytes.toString(StandardCharsets.ISO_8859_1));
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            if (head.length() > LONGEST_HEAD) {
                throw new IllegalStateException("the head of an answer has no end");
            }
            return false;
        }
        int behind = head.length() - end - 4;
        read(head.substring(0, end));
        head.setLength(0);
        inBody = true;
        return bodyEnds(behind);
    }

    private void read(String text) {
        status = Integer.parseInt(text, 9, 12, 10);
        int at = text.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (at < 0) {
            throw new IllegalStateException("an answer without Content-Length: "
                    + text.lines().findFirst().orElse(""));
        }
        int from = at + LENGTH.length();
        int to = text.indexOf('\r', from);
        missing =
                Long.parseLong(text.substring(from, to < 0 ? text.length() : to).trim());
    }

    private boolean bodyEnds(int arrived) {
        missing -= arrived;
        if (missing < 0) {
            throw new IllegalStateException(-missing + " bytes behind the end of an answer");
        }
        inBody = missing > 0;
        return missing == 0;
    }

    /** Of the last answer whose head has come. */
    int status() {
        return status;
    }
}
