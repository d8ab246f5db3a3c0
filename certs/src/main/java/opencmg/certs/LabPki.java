package opencmg.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A lab's PKI in a directory.
 *
 * <pre>
 * pki.properties                       the plan it was made from; written last
 * root.pem issuing.pem tunnel-ca.pem   certificates of the authorities
 * ca/                               their keys and indexes; private to LabPki
 * crl/                              revocation lists (DER); serve this folder over HTTP
 * edge.pem edge.key                 gateway, server certificate for clients            (issuing)
 * tunnel.pem tunnel.key             gateway, server certificate for connection points  (tunnel-ca)
 * connection-point.pem .key         connection point, for the tunnel                   (tunnel-ca)
 * upstream.pem .key                 connection point, for an HTTPS management point    (issuing)
 * mp.pem mp.key                     management point                                   (issuing)
 * clients/pki.pem .key, and revoked, expired, foreign, selfSigned
 * issued/                           certificates made by "opencmg certs issue"
 * </pre>
 *
 * The .pem file of a credential holds the leaf and its intermediates. Any number of threads and processes may use a directory:
 * each operation takes a lock.
 */
public final class LabPki {

    private final Path directory;
    private final LabPlan plan;
    private final CaEnvironment environment;

    LabPki(Path directory, LabPlan plan, CaEnvironment environment) {
        this.directory = directory;
        this.plan = plan;
        this.environment = environment;
    }

    /** Whether the directory holds a complete PKI. */
    public static boolean existsIn(Path directory) {
        return Files.exists(PlanFile.in(directory));
    }

    /**
     * Creates the whole PKI, which takes one to three seconds. Files of an interrupted run are overwritten.
     *
     * @throws InvalidCertificateRequestException when the directory already holds a complete PKI
     */
    public static LabPki make(Path directory, LabPlan plan, CaEnvironment environment) throws IOException {
        Path home = directory.toAbsolutePath().normalize();
        if (existsIn(home)) {
            throw new InvalidCertificateRequestException(
                    home + " holds a PKI already; remove it, or name another directory with --dir");
        }
        CaEnvironment ready =
                new CaEnvironment(environment.clock(), environment.keys().pregenerate(plan.keys()));
        return new LabPkiBuilder(new LabPki(home, plan, ready), ready).make();
    }

    /** @throws InvalidCertificateRequestException when the directory holds no PKI */
    public static LabPki open(Path directory, CaEnvironment environment) throws IOException {
        Path home = directory.toAbsolutePath().normalize();
        return new LabPki(home, PlanFile.read(home), environment);
    }

    /** Absolute. */
    public Path directory() {
        return directory;
    }

    public LabPlan plan() {
        return plan;
    }

    /** The certificate of an authority, PEM. */
    public Path certificateOf(LabAuthority authority) {
        return authority.certificateFile(directory);
    }

    /** The current revocation list of an authority, DER. */
    public Path revocationListOf(LabAuthority authority) {
        return authority.revocationListFile(directory);
    }

    /** The gateway's server certificate for clients. */
    public Credential edge() {
        return credential("edge");
    }

    /** The gateway's server certificate for connection points. */
    public Credential tunnel() {
        return credential("tunnel");
    }

    /** The connection point's certificate for the tunnel. */
    public Credential connectionPoint() {
        return credential("connection-point");
    }

    /** The connection point's client certificate for an HTTPS management point. */
    public Credential upstream() {
        return credential("upstream");
    }

    public Credential managementPoint() {
        return credential("mp");
    }

    public Credential client(LabClient client) {
        return credential("clients/" + client.fileName());
    }

    private Credential credential(String name) {
        return Credential.at(directory.resolve(name));
    }

    /** Issues another certificate from the authority for its purpose. The caller writes the files. */
    public IssuedCertificate issue(CertificateRequest request) throws IOException {
        if (request.purpose() == CertificatePurpose.AUTHORITY) {
            throw new InvalidCertificateRequestException(
                    "a lab directory issues no further authorities; make another directory");
        }
        return DirectoryLock.withLock(directory, () -> authority(LabAuthority.issuerOf(request.purpose()))
                .issue(request));
    }

    /** Revokes by certificate; see {@link #revoke(BigInteger, RevocationReason)}. */
    public IndexEntry revoke(X509Certificate certificate, RevocationReason reason) throws IOException {
        return revoke(certificate.getSerialNumber(), reason);
    }

    /**
     * Revokes a certificate and writes the new revocation list.
     *
     * @return the updated entry
     * @throws InvalidCertificateRequestException when no authority of this directory issued that serial number, or when it is already revoked
     */
    public IndexEntry revoke(BigInteger serial, RevocationReason reason) throws IOException {
        return DirectoryLock.withLock(directory, () -> {
            IndexEntry found = find(serial);
            LedgerEntry.Revocation earlier = found.entry().revocation();
            if (earlier != null) {
                throw new InvalidCertificateRequestException(SerialNumber.text(serial) + " was revoked at "
                        + earlier.at() + " (" + earlier.reason().option() + ")");
            }
            CertificateAuthority authority = authority(found.authority());
            authority.revoke(serial, reason);
            publish(found.authority(), authority);
            return find(serial);
        });
    }

    /** Writes new lists whose nextUpdate is a week away; needed even when nothing was revoked. */
    public void renewRevocationLists() throws IOException {
        DirectoryLock.runWithLock(directory, () -> {
            for (LabAuthority authority : LabAuthority.values()) {
                publish(authority, authority(authority));
            }
        });
    }

    private void publish(LabAuthority which, CertificateAuthority authority) throws IOException {
        authority.revocationList().write(revocationListOf(which));
    }

    /** An issued certificate and the authority that issued it. */
    public record IndexEntry(LabAuthority authority, LedgerEntry entry) {}

    /** All issued certificates, grouped by authority, in order of issue. */
    public List<IndexEntry> list() throws IOException {
        return DirectoryLock.withLock(directory, this::indexEntries);
    }

    private List<IndexEntry> indexEntries() {
        List<IndexEntry> all = new ArrayList<>();
        for (LabAuthority authority : LabAuthority.values()) {
            new FileLedger(authority.indexFile(directory))
                    .entries()
                    .forEach(entry -> all.add(new IndexEntry(authority, entry)));
        }
        return all;
    }

    private IndexEntry find(BigInteger serial) {
        return indexEntries().stream()
                .filter(issued -> issued.entry().serial().equals(serial))
                .findFirst()
                .orElseThrow(() -> new InvalidCertificateRequestException("no certificate " + SerialNumber.text(serial)
                        + " was issued in " + directory + "; see  opencmg certs list --dir " + directory));
    }

    private CertificateAuthority authority(LabAuthority which) throws IOException {
        IssuedCertificate identity = new Credential(which.certificateFile(directory), which.keyFile(directory)).read();
        return authority(which, identity);
    }

    /** An authority that uses this directory's ledger and distribution point. */
    CertificateAuthority authority(LabAuthority which, IssuedCertificate identity) {
        return new CertificateAuthority(
                identity, new FileLedger(which.indexFile(directory)), environment, plan.crlUrl(which));
    }
}
