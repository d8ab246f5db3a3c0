package opencmg.lab.analyze;

import opencmg.lab.http.Answer;
import opencmg.lab.http.NoAnswer;

/** Why a check is red, and what to do about it. */
final class Trouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String text;
    private final String next;
    private final transient Blame blame;

    Trouble(String text, String next, Blame blame) {
        super(text, null, false, false);
        this.text = text;
        this.next = next;
        this.blame = blame;
    }

    /** A refusal, told with a sentence of the check's own before the refusal's particulars. */
    static Trouble refused(String sentence, Answer answer) {
        String detail = answer.hop().isEmpty() ? "" : answer.json().getString("detail", "");
        return new Trouble(
                detail.isEmpty() ? sentence : sentence + " " + ended(detail), NextStep.after(answer), Blame.of(answer));
    }

    /** No answer at all. */
    static Trouble unanswered(NoAnswer failure) {
        return switch (failure.step()) {
            case TLS ->
                new Trouble(
                        ended(String.valueOf(failure.getMessage())),
                        "See the check of the server certificate; a client that does not trust the gateway sends nothing.",
                        new Blame("client", failure.step().text(), ""));
            case NAME ->
                new Trouble(
                        ended(String.valueOf(failure.getMessage())),
                        "Make the gateway's name resolve on this computer.",
                        new Blame("client", failure.step().text(), ""));
            case BROKEN ->
                new Trouble(
                        ended(String.valueOf(failure.getMessage())),
                        "The gateway was reached, and the answer was torn off behind it: look for this request in the gateway's log and the"
                                + " connection point's, which name the hop.",
                        new Blame("", failure.step().text(), ""));
            case CONNECT, TIME ->
                new Trouble(
                        ended(String.valueOf(failure.getMessage())),
                        "Check that it runs, and that firewalls and proxies between let TCP through to that port.",
                        new Blame("", failure.step().text(), ""));
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

    Blame blame() {
        return blame;
    }
}
