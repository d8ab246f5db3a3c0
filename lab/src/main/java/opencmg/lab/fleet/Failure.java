package opencmg.lab.fleet;

import opencmg.lab.http.Answer;
import opencmg.lab.http.NoAnswer;
import opencmg.lab.messaging.UnreadableReply;

/**
 * A kind of failure, to be counted.
 *
 * @param code the gateway's code, else the status line, else what happened to the connection
 * @param hop who refused; empty when nobody knows
 */
record Failure(String code, String hop) implements Comparable<Failure> {

    static Failure of(Answer answer) {
        String code = answer.hop().isEmpty() ? "" : answer.json().getString("code", "");
        String hop = answer.phrase().startsWith("CMGConnector_") ? "upstream" : answer.hop();
        return new Failure(
                code.isEmpty() ? answer.status() + " " + answer.phrase() : answer.status() + " " + code, hop);
    }

    static Failure of(Throwable cause) {
        if (cause instanceof Refused refused) {
            return of(refused.answer());
        }
        if (cause instanceof NoAnswer silent) {
            return new Failure(silent.step().text(), silent.step() == NoAnswer.Step.TLS ? "client" : "");
        }
        return cause instanceof UnreadableReply
                ? new Failure("unreadable reply", "upstream")
                : new Failure(cause.getClass().getSimpleName(), "client");
    }

    @Override
    public int compareTo(Failure other) {
        int byCode = code.compareTo(other.code);
        return byCode == 0 ? hop.compareTo(other.hop) : byCode;
    }

    /** An answer that is a refusal. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Answer answer;

        Refused(Answer answer) {
            super(answer.summary(), null, false, false);
            this.answer = answer;
        }

        Answer answer() {
            return answer;
        }
    }
}
