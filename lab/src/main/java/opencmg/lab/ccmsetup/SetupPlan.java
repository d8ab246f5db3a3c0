package opencmg.lab.ccmsetup;

import java.nio.file.Path;
import opencmg.certs.Credential;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What is to be installed where, and with which credential. Of several the first counts, as in the product: Entra token, PKI certificate, site token.
 *
 * @param arguments the product's command line
 * @param roots of the gateway's certificate; null for those of the Java runtime
 * @param certificate a PKI client certificate
 * @param entraToken got elsewhere
 * @param directory absolute; holds the client's files, logs and certificate
 * @param computer that is installed
 */
public record SetupPlan(
        SetupArguments arguments,
        @Nullable Path roots,
        @Nullable Credential certificate,
        @Nullable Secret entraToken,
        Path directory,
        Computer computer) {

    Path logs() {
        return directory.resolve("Logs");
    }

    Path files() {
        return directory.resolve("ccmsetup");
    }

    /** The token to take to CCM_STS, null when the TLS certificate is the credential. */
    @Nullable
    Secret tokenToExchange() {
        if (entraToken != null) {
            return entraToken;
        }
        return certificate != null ? null : arguments.registrationToken().orElse(null);
    }

    /** Whether a token of the site is the credential; then the client gets one of its own. */
    boolean comesWithSiteToken() {
        return entraToken == null && certificate == null;
    }
}
