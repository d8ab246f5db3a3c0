package opencmg.connectionpoint;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import opencmg.connectionpoint.relay.CandidateCertificate;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.LoadedIdentity;
import opencmg.settings.PemFiles;
import opencmg.settings.Secret;
import opencmg.settings.TlsIdentity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates, keys and secrets that the settings name, read and checked before anything is opened.
 *
 * @param identity presented to gateways
 * @param authorities that gateways and upstreams are verified against
 * @param candidates for the certificate that is presented to HTTPS management points
 * @param siteSecret null with a site file
 */
record LoadedCredentials(
        LoadedIdentity identity,
        List<X509Certificate> authorities,
        List<CandidateCertificate> candidates,
        @Nullable Secret siteSecret) {

    private static final Logger log = LoggerFactory.getLogger(LoadedCredentials.class);

    private static final int SAN_URI = 6;
    private static final int WARN_DAYS = 90;
    private static final int ERROR_DAYS = 30;

    /**
     * Reads all files. Blocks.
     *
     * @throws InvalidSettingsException that names the file to mend
     */
    static LoadedCredentials read(ConnectionPointSettings settings, Clock clock) {
        LoadedIdentity identity = new TlsIdentity(settings.certificateFile(), settings.keyFile()).load(clock);
        requireConnectionId(settings, identity.leaf());
        List<X509Certificate> authorities = new ArrayList<>(PemFiles.certificates(settings.trustFile()));
        if (settings.upstream().trustFile() != null) {
            authorities.addAll(PemFiles.certificates(settings.upstream().trustFile()));
        }
        List<CandidateCertificate> candidates = settings.upstream().candidates().stream()
                .map(candidate -> CandidateCertificate.load(candidate.certificateFile(), candidate.keyFile()))
                .toList();
        Secret secret = settings.site().secretFile() == null
                ? null
                : Secret.fromFile(settings.site().secretFile());
        return new LoadedCredentials(identity, List.copyOf(authorities), candidates, secret);
    }

    private static void requireConnectionId(ConnectionPointSettings settings, X509Certificate leaf) {
        String expected = "urn:uuid:" + settings.id();
        if (!uriNames(leaf, settings).contains(expected)) {
            throw new InvalidSettingsException(
                    settings.certificateFile().toString(),
                    "",
                    "does not carry the connection id as a subject alternative name URI; it must hold " + expected
                            + ", make one with: opencmg certs issue --kind connection-point --name " + settings.id()
                            + " --site-code LAB");
        }
    }

    private static List<String> uriNames(X509Certificate leaf, ConnectionPointSettings settings) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Integer.valueOf(SAN_URI).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            throw new InvalidSettingsException(
                    settings.certificateFile().toString(),
                    "",
                    "has alternative names that cannot be read: " + e.getMessage());
        }
    }

    /** Warns before a certificate expires, which the product does not do. */
    void logExpiry(Clock clock) {
        logExpiry(clock, identity.leaf(), "issue a new one with the same connection id");
        authorities.forEach(authority -> logExpiry(clock, authority, "add its successor to the trust file"));
    }

    private static void logExpiry(Clock clock, X509Certificate certificate, String remedy) {
        long days = Duration.between(clock.instant(), certificate.getNotAfter().toInstant())
                .toDays();
        if (days <= WARN_DAYS) {
            (days <= ERROR_DAYS ? log.atError() : log.atWarn())
                    .addKeyValue(
                            "certificate", certificate.getSubjectX500Principal().getName())
                    .addKeyValue("daysLeft", days)
                    .addKeyValue("remedy", remedy)
                    .log("A certificate ends soon");
        }
    }
}
