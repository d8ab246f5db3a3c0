package opencmg.client.setup;

import java.nio.file.Path;
import opencmg.certs.Credential;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What to install, where, and with which credential. If several credentials are given, the first of these is used, as in the product: Entra token, PKI
 * certificate, site token.
 *
 * @param arguments the product's command line
 * @param credentials credentials other than the registration token
 * @param roots PEM file of trust anchors for the gateway's certificate; null for those of the JDK
 * @param directory absolute; holds the client's files, logs and certificate
 * @param registry export of the client's registry; the file may be missing
 * @param computer the computer to install
 * @param retryPolicy number of attempts, and waiting times
 */
public record SetupPlan(
        SetupArguments arguments,
        Credentials credentials,
        @Nullable Path roots,
        Path directory,
        Path registry,
        Computer computer,
        RetryPolicy retryPolicy) {

    /**
     * Credentials that the product does not take from its command line.
     *
     * @param certificate a PKI client certificate
     * @param entraToken obtained from Entra ID beforehand
     */
    public record Credentials(
            @Nullable Credential certificate, @Nullable Secret entraToken) {

        public static final Credentials NONE = new Credentials(null, null);
    }

    /** With the registry file in the client's directory and the default retry policy. */
    public static SetupPlan of(
            SetupArguments arguments,
            Credentials credentials,
            @Nullable Path roots,
            Path directory,
            Computer computer) {
        return new SetupPlan(
                arguments,
                credentials,
                roots,
                directory,
                directory.resolve("registry.reg"),
                computer,
                RetryPolicy.DEFAULT);
    }

    public SetupPlan withRetryPolicy(RetryPolicy policy) {
        return new SetupPlan(arguments, credentials, roots, directory, registry, computer, policy);
    }

    Path logs() {
        return directory.resolve("Logs");
    }

    Path files() {
        return directory.resolve("ccmsetup");
    }
}
