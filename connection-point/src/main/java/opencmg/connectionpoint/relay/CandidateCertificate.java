package opencmg.connectionpoint.relay;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import opencmg.settings.PemFiles;
import opencmg.settings.TlsIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that the connection point could present to an HTTPS management point.
 *
 * @param keyFile null when the settings name none
 * @param chain leaf first
 */
public record CandidateCertificate(
        Path certificateFile, @Nullable Path keyFile, List<X509Certificate> chain) {

    public CandidateCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * Reads the files. An expired certificate is accepted: the filters drop it and say so, and token clients need none.
     *
     * @throws opencmg.settings.InvalidSettingsException when a file is unreadable or the key belongs to another certificate
     */
    public static CandidateCertificate load(Path certificateFile, @Nullable Path keyFile) {
        List<X509Certificate> chain = PemFiles.certificates(certificateFile);
        if (keyFile != null) {
            Clock whileValid = Clock.fixed(chain.get(0).getNotBefore().toInstant(), ZoneOffset.UTC);
            chain = new TlsIdentity(certificateFile, keyFile).load(whileValid).chain();
        }
        return new CandidateCertificate(certificateFile, keyFile, chain);
    }

    X509Certificate leaf() {
        return chain.get(0);
    }

    String subject() {
        return leaf().getSubjectX500Principal().getName();
    }
}
