package opencmg.connectionpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import opencmg.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * TLS settings for management points, update points and the site server.
 *
 * @param trustFile authorities of their certificates (PEM); by default those that the Java runtime trusts
 * @param certificateFile the only certificate to present to an HTTPS management point
 * @param keyFile of that certificate
 * @param clientCertificates several, from which the product's filters select one, instead of {@code certificateFile}
 */
public record UpstreamTls(
        @Nullable Path trustFile,
        @Nullable Path certificateFile,
        @Nullable Path keyFile,
        List<Candidate> clientCertificates) {

    static final UpstreamTls DEFAULT = new UpstreamTls(null, null, null, List.of());

    public UpstreamTls {
        clientCertificates = clientCertificates == null ? List.of() : List.copyOf(clientCertificates);
        if (keyFile != null && certificateFile == null) {
            throw new IllegalArgumentException(
                    "keyFile stands without certificateFile, for example certificateFile: client.pem");
        }
        if (certificateFile != null && !clientCertificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "name either certificateFile and keyFile or clientCertificates, for example"
                            + " clientCertificates: [{certificateFile: client.pem, keyFile: client.key}]");
        }
    }

    /** In the order of the file: the first that passes every filter is selected. */
    List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>(clientCertificates);
        if (certificateFile != null) {
            all.add(new Candidate(certificateFile, keyFile));
        }
        return List.copyOf(all);
    }

    /**
     * A certificate that could be presented.
     *
     * @param certificateFile PEM, leaf first
     * @param keyFile PEM, PKCS#8; a candidate without a key is dropped by the private key filter
     */
    public record Candidate(Path certificateFile, @Nullable Path keyFile) {

        public Candidate {
            certificateFile = Require.present(certificateFile, "certificateFile", "client.pem");
        }
    }
}
