package opencmg.mockmp.messaging;

import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.identity.Caller;

/** The four URLs of the messaging service (protocol.md 2.1) and the credential that each requires. */
public enum MessagingEntry {
    /** No credential; in HTTPS mode the connection needs a certificate. */
    PLAIN("/ccm_system/request"),
    /** Windows authentication. The mock has no domain: any Negotiate or NTLM token is accepted. */
    WINDOWS("/ccm_system_windowsauth/request"),
    /** A site token as bearer token. */
    TOKEN("/ccm_system_tokenauth/request"),
    /** No client certificate. */
    ALTERNATIVE("/ccm_system_altauth/request");

    private final String path;

    MessagingEntry(String path) {
        this.path = path;
    }

    public String path() {
        return path;
    }

    /**
     * Checks that a caller has the required credential.
     *
     * @throws RequestRefusedException with 401 when the caller does not have it
     */
    public void authorize(Caller caller) {
        if (this == WINDOWS && !caller.windows()) {
            throw new RequestRefusedException(401, "Unauthorized", "no Windows authentication");
        }
        if (this == TOKEN && caller.token().isEmpty()) {
            throw new RequestRefusedException(
                    401, "Unauthorized", caller.tokenProblem().isEmpty() ? "no bearer token" : caller.tokenProblem());
        }
    }

    /** Adds WWW-Authenticate to a 401 response (RFC 9110 section 11.6.1). */
    public void addChallenge(HttpServerResponse response, Throwable failure) {
        if (failure instanceof RequestRefusedException refused && refused.status() == 401) {
            List<String> schemes = this == WINDOWS ? List.of("Negotiate", "NTLM") : List.of("Bearer");
            response.putHeader("WWW-Authenticate", schemes);
        }
    }
}
