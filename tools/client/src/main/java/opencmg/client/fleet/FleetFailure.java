package opencmg.client.fleet;

import opencmg.client.http.NoResponseException;
import opencmg.client.http.WebResponse;
import opencmg.client.message.UnreadableReplyException;

/**
 * A kind of failure, for counting.
 *
 * @param code the gateway's code, else the status line, else the connection error
 * @param hop the hop that failed; empty if unknown
 */
record FleetFailure(String code, String hop) implements Comparable<FleetFailure> {

    static FleetFailure of(WebResponse response) {
        String code = response.hop().isEmpty() ? "" : response.json().getString("code", "");
        String hop = response.statusMessage().startsWith("CMGConnector_") ? "upstream" : response.hop();
        return new FleetFailure(
                code.isEmpty() ? response.status() + " " + response.statusMessage() : response.status() + " " + code,
                hop);
    }

    static FleetFailure of(Throwable cause) {
        if (cause instanceof Refused refused) {
            return of(refused.response());
        }
        if (cause instanceof NoResponseException noResponse) {
            return new FleetFailure(
                    noResponse.step().text(), noResponse.step() == NoResponseException.Step.TLS ? "client" : "");
        }
        return cause instanceof UnreadableReplyException
                ? new FleetFailure("unreadable reply", "upstream")
                : new FleetFailure(cause.getClass().getSimpleName(), "client");
    }

    @Override
    public int compareTo(FleetFailure other) {
        int byCode = code.compareTo(other.code);
        return byCode == 0 ? hop.compareTo(other.hop) : byCode;
    }

    /** A response with an error status. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient WebResponse response;

        Refused(WebResponse response) {
            super(response.summary(), null, false, false);
            this.response = response;
        }

        WebResponse response() {
            return response;
        }
    }
}
