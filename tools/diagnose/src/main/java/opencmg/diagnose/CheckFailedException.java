package opencmg.diagnose;

import opencmg.client.http.NoResponseException;
import opencmg.client.http.WebResponse;

/** Why a check is red, and what to do about it. */
final class CheckFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String text;
    private final String next;
    private final transient FailureOrigin blame;

    CheckFailedException(String text, String next, FailureOrigin blame) {
        super(text, null, false, false);
        this.text = text;
        this.next = next;
        this.blame = blame;
    }

    /** A refusal, told with a sentence of the check's own before the refusal's particulars. */
    static CheckFailedException refused(String sentence, WebResponse answer) {
        String detail = answer.hop().isEmpty() ? "" : answer.json().getString("detail", "");
        return new CheckFailedException(
                detail.isEmpty() ? sentence : sentence + " " + ended(detail),
                NextStep.after(answer),
                FailureOrigin.of(answer));
    }

    /** No answer at all. */
    static CheckFailedException unanswered(NoResponseException failure) {
        return switch (failure.step()) {
            case TLS ->
                new CheckFailedException(
                        ended(String.valueOf(failure.getMessage())),
                        "See the check of the server certificate; a client that does not trust the gateway sends nothing.",
                        new FailureOrigin("client", failure.step().text(), ""));
            case NAME_LOOKUP ->
                new CheckFailedException(
                        ended(String.valueOf(failure.getMessage())),
                        "Make the gateway's name resolve on this computer.",
                        new FailureOrigin("client", failure.step().text(), ""));
            case BROKEN ->
                new CheckFailedException(
                        ended(String.valueOf(failure.getMessage())),
                        "The gateway was reached, and the answer was torn off behind it: look for this request in the gateway's log and the"
                                + " connection point's, which name the hop.",
                        new FailureOrigin("", failure.step().text(), ""));
            case CONNECT, TIMEOUT ->
                new CheckFailedException(
                        ended(String.valueOf(failure.getMessage())),
                        "Check that it runs, and that firewalls and proxies between let TCP through to that port.",
                        new FailureOrigin("", failure.step().text(), ""));
        };
    }

    static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    String text() {
        return text;
    }

    String next() {
        return next;
    }

    FailureOrigin blame() {
        return blame;
    }
}
