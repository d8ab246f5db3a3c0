package opencmg.client.setup;

import java.nio.file.Path;
import opencmg.certs.Credential;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What is to be installed where, and with which credential. Of several the first counts, as in the product: Entra token, PKI certificate, site token.
 *
 * @param arguments the product's command line
 * @param shown what the client has to show besides a registration token
 * @param roots of the gateway's certificate; null for those of the Java runtime
 * @param directory absolute; holds the client's files, logs and certificate
 * @param registry export of the client's registry; need not be there
 * @param computer that is installed
 * @param patience how long it keeps trying
 */
public record SetupPlan(
        SetupArguments arguments,
        Credentials shown,
        @Nullable Path roots,
        Path directory,
        Path registry,
        Computer computer,
        RetryPolicy retryPolicy) {

    /**
     * Credentials that are no part of the product's command line.
     *
     * @param certificate a PKI client certificate
     * @param entraToken got elsewhere
     */
    public record Credentials(
            @Nullable Credential certificate, @Nullable Secret entraToken) {

        public static final Credentials NONE = new Credentials(null, null);
    }

    /** With the registry in the client's own directory, and the usual patience. */
    public static SetupPlan of(
            SetupArguments arguments, Credentials shown, @Nullable Path roots, Path directory, Computer computer) {
        return new SetupPlan(
                arguments, shown, roots, directory, directory.resolve("registry.reg"), computer, RetryPolicy.DEFAULT);
    }

    public SetupPlan withRetryPolicy(RetryPolicy policy) {
        return new SetupPlan(arguments, shown, roots, directory, registry, computer, policy);
    }

    Path logs() {
        return directory.resolve("Logs");
    }

    Path files() {
        return directory.resolve("ccmsetup");
    }
}
