package opencmg.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateRequest;
import opencmg.certs.LabPki;
import opencmg.certs.LabPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab directory whose connection point got its certificate before certificates named the site. */
class OldLabCertificatesTest {

    @TempDir
    Path directory;

    private static X509Certificate certificate(LabPki pki) throws Exception {
        return pki.connectionPoint().read().certificate();
    }

    private static List<String> names(LabPki pki) throws Exception {
        return certificate(pki).getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    @Test
    void issuesACertificateThatNamesTheSiteOnce() throws Exception {
        LabPki pki = LabPki.make(directory, LabPlan.forService("granite.example"), CaEnvironment.forTests());
        UUID id = pki.plan().connectionPoint();
        pki.connectionPoint()
                .write(pki.issue(CertificateRequest.client("connection point").withNames("urn:uuid:" + id)));
        assertThat(names(pki)).containsExactly("urn:uuid:" + id);

        LabCertificates.ensureSiteInCertificate(pki);
        X509Certificate renewed = certificate(pki);
        assertThat(names(pki)).containsExactly("urn:uuid:" + id, "urn:opencmg:site:LAB");

        LabCertificates.ensureSiteInCertificate(pki);
        assertThat(certificate(pki)).isEqualTo(renewed);
    }
}
