package opencmg.cli.options;

import java.nio.file.Path;
import opencmg.certs.Credential;
import opencmg.settings.InvalidSettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The PKI certificate that a command presents to the gateway. */
public final class CertificateOptions {

    @Option(
            names = "--client-cert",
            paramLabel = "FILE",
            description = "PKI client certificate with its chain, PEM; needs --client-key.")
    private @Nullable Path certificate;

    @Option(names = "--client-key", paramLabel = "FILE", description = "Key of that certificate, PEM.")
    private @Nullable Path key;

    /** Null when none was given. */
    public @Nullable Credential credential() {
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new InvalidSettingsException(
                    "--client-cert",
                    "",
                    "--client-cert and --client-key go together, for example --client-cert pc01.pem --client-key pc01.key");
        }
        return new Credential(
                OptionValues.readable("--client-cert", certificate), OptionValues.readable("--client-key", key));
    }
}
