package opencmg.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Fills a lab directory: authorities, credentials of every part, clients good and bad, revocation lists, then the plan. */
final class LabPkiBuilder {

    private final LabPki pki;
    private final LabPlan plan;
    private final Path directory;
    private final CaEnvironment workshop;

    /** Two labs must not have authorities of one name: whoever trusts both would try the wrong key. */
    private final String mark =
            SerialNumber.text(SerialNumber.random()).substring(0, 6).toUpperCase(Locale.ROOT);

    LabPkiBuilder(LabPki pki, CaEnvironment workshop) {
        this.pki = pki;
        this.plan = pki.plan();
        this.directory = pki.directory();
        this.workshop = workshop;
    }

    LabPki make() throws IOException {
        Files.createDirectories(directory.resolve("crl"));
        AtomicFile.secretFolder(LabAuthority.secrets(directory));
        for (LabAuthority authority : LabAuthority.values()) {
            // An interrupted run may have left one, with numbers of authorities that are no more.
            Files.deleteIfExists(authority.indexFile(directory));
        }
        CertificateAuthority issuing = foundAuthorities();
        equipParts();
        equipClients(issuing);
        pki.renewRevocationLists();
        PlanFile.write(directory, plan);
        return pki;
    }

    /** The one that issues to parts and clients. */
    private CertificateAuthority foundAuthorities() throws IOException {
        IssuedCertificate root = SelfSigned.make(order(LabAuthority.ROOT), workshop);
        IssuedCertificate issuing = pki.stored(LabAuthority.ROOT, root)
                .issue(order(LabAuthority.ISSUING).odd(CertificateDefects.lastAuthority()));
        IssuedCertificate tunnel =
                SelfSigned.make(order(LabAuthority.TUNNEL).odd(CertificateDefects.lastAuthority()), workshop);
        write(LabAuthority.ROOT, root);
        write(LabAuthority.ISSUING, issuing);
        write(LabAuthority.TUNNEL, tunnel);
        return pki.stored(LabAuthority.ISSUING, issuing);
    }

    private CertificateRequest order(LabAuthority authority) {
        return CertificateRequest.authority(authority.title() + " " + mark);
    }

    private void write(LabAuthority authority, IssuedCertificate identity) throws IOException {
        Pem.writeKey(authority.keyFile(directory), identity.key());
        Pem.writeCertificates(authority.certificateFile(directory), List.of(identity.certificate()));
    }

    private void equipParts() throws IOException {
        pki.edge().write(pki.issue(plan.edge()));
        pki.tunnel().write(pki.issue(plan.tunnel()));
        pki.connectionPoint().write(pki.issue(CertificateRequest.connectionPoint(plan.connectionPoint())));
        pki.upstream()
                .write(pki.issue(CertificateRequest.client(
                        "connectionpoint." + plan.service().domain())));
        pki.managementPoint().write(pki.issue(plan.managementPointServer()));
    }

    private void equipClients(CertificateAuthority issuing) throws IOException {
        CertificateAuthority stranger = CertificateAuthority.root("OpenCMG Foreign Root " + mark, workshop);
        IssuedCertificate revoked = issuing.issue(client(LabClient.REVOKED));
        issuing.revoke(revoked.certificate(), RevocationReason.KEY_COMPROMISE);

        write(LabClient.PKI, issuing.issue(client(LabClient.PKI)));
        write(LabClient.REVOKED, revoked);
        write(LabClient.EXPIRED, issuing.issue(client(LabClient.EXPIRED).odd(CertificateDefects.expired())));
        write(LabClient.FOREIGN, stranger.issue(client(LabClient.FOREIGN)));
        write(LabClient.SELF_SIGNED, SelfSigned.configMgrClient(workshop));
    }

    private void write(LabClient client, IssuedCertificate issued) throws IOException {
        pki.client(client).write(issued);
    }

    private CertificateRequest client(LabClient client) {
        String host = client.fileName().toLowerCase(Locale.ROOT) + "."
                + plan.service().domain();
        return CertificateRequest.client(host).with(plan.key());
    }
}
