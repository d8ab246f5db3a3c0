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
 * pki.properties                       what it was made for
 * root.pem issuing.pem tunnel-ca.pem   certificates of the authorities
 * ca/                               their keys and indexes; nobody else looks into it
 * crl/                              revocation lists (DER), to be served as they are
 * edge.pem edge.key                 gateway: what clients see            (issuing)
 * tunnel.pem tunnel.key             gateway: what connection points see  (tunnel-ca)
 * connection-point.pem .key         towards gateways                     (tunnel-ca)
 * upstream.pem .key                 connection point, towards an HTTPS management point (issuing)
 * mp.pem mp.key                     management point                     (issuing)
 * clients/pki.pem .key, and revoked, expired, foreign, selfSigned
 * issued/                           what "opencmg certs issue" makes
 * </pre>
 *
 * Every .pem of a credential holds the leaf and its intermediate. Threads and processes: any number; each change holds a lock.
 */
public final class LabPki {

    private final Path directory;
    private final LabPlan plan;
    private final CaEnvironment workshop;

    LabPki(Path directory, LabPlan plan, CaEnvironment workshop) {
        this.directory = directory;
        this.plan = plan;
        this.workshop = workshop;
    }

    /** Whether there is a complete one. */
    public static boolean existsIn(Path directory) {
        return Files.exists(PlanFile.in(directory));
    }

    /**
     * Makes all of it; takes one to three seconds. What an interrupted run left there is written over.
     *
     * @throws InvalidCertificateRequestException when there is a complete one already
     */
    public static LabPki make(Path directory, LabPlan plan, CaEnvironment workshop) throws IOException {
        Path home = directory.toAbsolutePath().normalize();
        if (existsIn(home)) {
            throw new InvalidCertificateRequestException(
                    home + " holds a PKI already; remove it, or name another directory with --dir");
        }
        CaEnvironment ready =
                new CaEnvironment(workshop.clock(), workshop.keys().readyFor(plan.keys()));
        return new LabPkiBuilder(new LabPki(home, plan, ready), ready).make();
    }

    /** @throws InvalidCertificateRequestException when there is none */
    public static LabPki open(Path directory, CaEnvironment workshop) throws IOException {
        Path home = directory.toAbsolutePath().normalize();
        return new LabPki(home, PlanFile.read(home), workshop);
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

    /** The last revocation list of an authority, DER. */
    public Path revocationListOf(LabAuthority authority) {
        return authority.revocationListFile(directory);
    }

    /** What clients of the gateway see. */
    public Credential edge() {
        return credential("edge");
    }

    /** What connection points see of the gateway. */
    public Credential tunnel() {
        return credential("tunnel");
    }

    /** The connection point, towards gateways. */
    public Credential connectionPoint() {
        return credential("connection-point");
    }

    /** The connection point as a client of an HTTPS management point. */
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

    /** A further certificate, from the authority that its purpose calls for; the caller writes it where it belongs. */
    public IssuedCertificate issue(CertificateRequest order) throws IOException {
        if (order.purpose() == CertificatePurpose.AUTHORITY) {
            throw new InvalidCertificateRequestException(
                    "a lab directory issues no further authorities; make another directory");
        }
        return DirectoryLock.holding(directory, () -> authority(LabAuthority.issuerOf(order.purpose()))
                .issue(order));
    }

    /** As below, by certificate. */
    public Listed revoke(X509Certificate certificate, RevocationReason reason) throws IOException {
        return revoke(certificate.getSerialNumber(), reason);
    }

    /**
     * Revokes and writes the new revocation list.
     *
     * @return the entry as it is now
     * @throws InvalidCertificateRequestException when no authority here issued that number, or when it is revoked already
     */
    public Listed revoke(BigInteger serial, RevocationReason reason) throws IOException {
        return DirectoryLock.holding(directory, () -> {
            Listed found = find(serial);
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

    /** New lists with a new nextUpdate, a week away; due even when nothing was revoked. */
    public void renewRevocationLists() throws IOException {
        DirectoryLock.inTurn(directory, () -> {
            for (LabAuthority authority : LabAuthority.values()) {
                publish(authority, authority(authority));
            }
        });
    }

    private void publish(LabAuthority which, CertificateAuthority authority) throws IOException {
        authority.revocationList().write(revocationListOf(which));
    }

    /** A certificate of this directory. */
    public record Listed(LabAuthority authority, LedgerEntry entry) {}

    /** All that was issued, authority by authority, in the order of issue. */
    public List<Listed> list() throws IOException {
        return DirectoryLock.holding(directory, this::listed);
    }

    private List<Listed> listed() {
        List<Listed> all = new ArrayList<>();
        for (LabAuthority authority : LabAuthority.values()) {
            new FileLedger(authority.indexFile(directory))
                    .entries()
                    .forEach(entry -> all.add(new Listed(authority, entry)));
        }
        return all;
    }

    private Listed find(BigInteger serial) {
        return listed().stream()
                .filter(listed -> listed.entry().serial().equals(serial))
                .findFirst()
                .orElseThrow(() -> new InvalidCertificateRequestException("no certificate " + SerialNumber.text(serial)
                        + " was issued in " + directory + "; see  opencmg certs list --dir " + directory));
    }

    private CertificateAuthority authority(LabAuthority which) throws IOException {
        IssuedCertificate identity = new Credential(which.certificateFile(directory), which.keyFile(directory)).read();
        return stored(which, identity);
    }

    /** An authority whose ledger and distribution point are those of this directory. */
    CertificateAuthority stored(LabAuthority which, IssuedCertificate identity) {
        return new CertificateAuthority(
                identity, new FileLedger(which.indexFile(directory)), workshop, plan.revocationListOf(which));
    }
}
