package opencmg.mockmp.messaging;

import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.identity.Caller;

/** The four doors of one messaging service (protocol.md 2.1), and what each wants to see. */
public enum MessagingEntry {
    /** Anonymous; in HTTPS mode the connection itself needs a certificate. */
    PLAIN("/ccm_system/request"),
    /** Windows authentication. There is no domain behind the mock: any Negotiate or NTLM token is believed. */
    WINDOWS("/ccm_system_windowsauth/request"),
    /** A site token as bearer. */
    TOKEN("/ccm_system_tokenauth/request"),
    /** Without a client certificate. */
    ALTERNATIVE("/ccm_system_altauth/request");

    private final String path;

    MessagingEntry(String path) {
        this.path = path;
    }

    public String path() {
        return path;
    }

    /**
     * Lets a caller in.
     *
     * @throws RequestRefusedException when it lacks what this door wants
     */
    public void admit(Caller caller) {
        if (this == WINDOWS && !caller.windows()) {
            throw new RequestRefusedException(401, "Unauthorized", "no Windows authentication");
        }
        if (this == TOKEN && caller.token().isEmpty()) {
            throw new RequestRefusedException(
                    401, "Unauthorized", caller.tokenProblem().isEmpty() ? "no bearer token" : caller.tokenProblem());
        }
    }

    /** Says how to do better to somebody who was not let in, as HTTP wants it with a 401. */
    public void challenge(HttpServerResponse response, Throwable failure) {
        if (failure instanceof RequestRefusedException refused && refused.status() == 401) {
            List<String> ways = this == WINDOWS ? List.of("Negotiate", "NTLM") : List.of("Bearer");
            response.putHeader("WWW-Authenticate", ways);
        }
    }
}
