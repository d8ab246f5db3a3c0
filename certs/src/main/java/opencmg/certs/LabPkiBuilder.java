package opencmg.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Creates the files of a lab directory: authorities, server and client credentials, revocation lists, and last the plan. */
final class LabPkiBuilder {

    private final LabPki pki;
    private final LabPlan plan;
    private final Path directory;
    private final CaEnvironment environment;

    /** Makes authority names unique: a validator that trusts two labs would otherwise try the wrong key. */
    private final String suffix =
            SerialNumber.text(SerialNumber.random()).substring(0, 6).toUpperCase(Locale.ROOT);

    LabPkiBuilder(LabPki pki, CaEnvironment environment) {
        this.pki = pki;
        this.plan = pki.plan();
        this.directory = pki.directory();
        this.environment = environment;
    }

    LabPki make() throws IOException {
        Files.createDirectories(directory.resolve("crl"));
        AtomicFile.createSecretFolder(LabAuthority.secrets(directory));
        for (LabAuthority authority : LabAuthority.values()) {
            // An interrupted run may have left an index of authorities that no longer exist.
            Files.deleteIfExists(authority.indexFile(directory));
        }
        CertificateAuthority issuing = createAuthorities();
        issueServerCredentials();
        issueClientCredentials(issuing);
        pki.renewRevocationLists();
        PlanFile.write(directory, plan);
        return pki;
    }

    /** Creates all authorities and returns the issuing one. */
    private CertificateAuthority createAuthorities() throws IOException {
        IssuedCertificate root = SelfSigned.make(request(LabAuthority.ROOT), environment);
        IssuedCertificate issuing = pki.authority(LabAuthority.ROOT, root)
                .issue(request(LabAuthority.ISSUING).customize(CertificateDefects.withoutSubordinates()));
        IssuedCertificate tunnel = SelfSigned.make(
                request(LabAuthority.TUNNEL).customize(CertificateDefects.withoutSubordinates()), environment);
        write(LabAuthority.ROOT, root);
        write(LabAuthority.ISSUING, issuing);
        write(LabAuthority.TUNNEL, tunnel);
        return pki.authority(LabAuthority.ISSUING, issuing);
    }

    private CertificateRequest request(LabAuthority authority) {
        return CertificateRequest.authority(authority.title() + " " + suffix);
    }

    private void write(LabAuthority authority, IssuedCertificate identity) throws IOException {
        Pem.writeKey(authority.keyFile(directory), identity.key());
        Pem.writeCertificates(authority.certificateFile(directory), List.of(identity.certificate()));
    }

    private void issueServerCredentials() throws IOException {
        pki.edge().write(pki.issue(plan.edge()));
        pki.tunnel().write(pki.issue(plan.tunnel()));
        pki.connectionPoint().write(pki.issue(plan.connectionPointClient()));
        pki.upstream()
                .write(pki.issue(CertificateRequest.client(
                        "connectionpoint." + plan.service().domain())));
        pki.managementPoint().write(pki.issue(plan.managementPointServer()));
    }

    private void issueClientCredentials(CertificateAuthority issuing) throws IOException {
        CertificateAuthority foreignRoot = CertificateAuthority.root("OpenCMG Foreign Root " + suffix, environment);
        IssuedCertificate revoked = issuing.issue(client(LabClient.REVOKED));
        issuing.revoke(revoked.certificate(), RevocationReason.KEY_COMPROMISE);

        write(LabClient.PKI, issuing.issue(client(LabClient.PKI)));
        write(LabClient.REVOKED, revoked);
        write(LabClient.EXPIRED, issuing.issue(client(LabClient.EXPIRED).customize(CertificateDefects.expired())));
        write(LabClient.FOREIGN, foreignRoot.issue(client(LabClient.FOREIGN)));
        write(LabClient.SELF_SIGNED, SelfSigned.configMgrClient(environment));
    }

    private void write(LabClient client, IssuedCertificate issued) throws IOException {
        pki.client(client).write(issued);
    }

    private CertificateRequest client(LabClient client) {
        String host = client.fileName().toLowerCase(Locale.ROOT) + "."
                + plan.service().domain();
        return CertificateRequest.client(host).withKey(plan.key());
    }
}
