package opencmg.connectionpoint.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateDefects;
import opencmg.certs.CertificateRequest;
import opencmg.certs.Credential;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.Pem;
import opencmg.settings.site.ClientTrust;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFiltersTest {

    /** Key usage with key encipherment alone: BIT STRING, five unused bits, bit 2. */
    private static final byte[] NO_SIGNATURE = {0x03, 0x02, 0x05, 0x20};

    @TempDir
    static Path files;

    private static CertificateAuthority root;
    private static CertificateAuthority issuing;
    private static CertificateAuthority foreign;

    @BeforeAll
    static void makeAuthorities() {
        root = CertificateAuthority.root("Allowed Root", CaEnvironment.forTests());
        issuing = root.subordinate("Allowed Issuing CA");
        foreign = CertificateAuthority.root("Foreign Root", CaEnvironment.forTests());
    }

    private static CandidateCertificate written(IssuedCertificate issued, String name, boolean withKey)
            throws IOException {
        Credential files = issued.write(CertificateFiltersTest.files, name);
        return CandidateCertificate.load(files.certFile(), withKey ? files.keyFile() : null);
    }

    private static ClientTrust trusting(CertificateAuthority... intermediates) {
        List<String> pems = new ArrayList<>();
        for (CertificateAuthority intermediate : intermediates) {
            pems.add(Pem.certificate(intermediate.certificate()));
        }
        return new ClientTrust(List.of(Pem.certificate(root.certificate())), pems, false);
    }

    @Test
    void countsTheCandidatesAfterEachFilterInTheOrderOfTheProduct() throws Exception {
        List<CandidateCertificate> candidates = List.of(
                written(
                        root.issue(CertificateRequest.client("a.lab")
                                .customize(draft -> draft.extension("2.5.29.15", true, NO_SIGNATURE))),
                        "a",
                        true),
                written(foreign.issue(CertificateRequest.client("b.lab")), "b", true),
                written(
                        root.issue(CertificateRequest.client("c.lab").customize(CertificateDefects.expired())),
                        "c",
                        true),
                written(root.issue(CertificateRequest.client("d.lab")), "d", false),
                written(
                        root.issue(CertificateRequest.client("e.lab").customize(CertificateDefects.forCodeSigning())),
                        "e",
                        true),
                written(root.issue(CertificateRequest.client("f.lab")), "f", true),
                written(root.issue(CertificateRequest.client("g.lab")), "g", true));

        SelectedCertificate choice = new CertificateFilters(trusting()).select(candidates);

        assertThat(choice.summary())
                .isEqualTo("candidates 7, digital signature 6, allowed root CA 4, private key 3, client auth 2");
        assertThat(choice.selected()).isEqualTo(candidates.get(5));
        assertThat(choice.toJson().getJsonArray("dropped").stream().map(Object::toString))
                .satisfiesExactly(
                        a -> assertThat(a).contains("a.lab").contains("digital signature"),
                        b -> assertThat(b).contains("b.lab").contains("allowed root"),
                        c -> assertThat(c).contains("c.lab").contains("allowed root"),
                        d -> assertThat(d).contains("d.lab").contains("keyFile"),
                        e -> assertThat(e).contains("e.lab").contains("client authentication"));
    }

    @Test
    void findsThePathThroughIntermediatesOfTheSite() throws Exception {
        CandidateCertificate leafAlone =
                written(issuing.issue(CertificateRequest.client("h.lab")).withoutIntermediates(), "h", true);

        assertThat(new CertificateFilters(trusting()).select(List.of(leafAlone)).selected())
                .isNull();
        assertThat(new CertificateFilters(trusting(issuing))
                        .select(List.of(leafAlone))
                        .selected())
                .isEqualTo(leafAlone);
    }

    @Test
    void findsThePathThroughIntermediatesOfTheFile() throws Exception {
        CandidateCertificate chain = written(issuing.issue(CertificateRequest.client("i.lab")), "i", true);

        assertThat(new CertificateFilters(trusting()).select(List.of(chain)).selected())
                .isEqualTo(chain);
    }

    @Test
    void allowsEveryRootWhenTheSiteNamesNoneButNoExpiredCertificate() throws Exception {
        CandidateCertificate stranger = written(foreign.issue(CertificateRequest.client("j.lab")), "j", true);
        CandidateCertificate expired = written(
                foreign.issue(CertificateRequest.client("k.lab").customize(CertificateDefects.expired())), "k", true);

        SelectedCertificate choice = new CertificateFilters(ClientTrust.NONE).select(List.of(expired, stranger));

        assertThat(choice.selected()).isEqualTo(stranger);
        assertThat(choice.summary()).contains("allowed root CA 1");
    }
}
