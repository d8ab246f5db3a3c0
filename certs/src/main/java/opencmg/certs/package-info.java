/**
 * The lab PKI: certificate authorities, a certificate for every part of a CMG, revocation lists, and the defective certificates
 * that negative tests need.
 *
 * <p>There are two APIs. In memory, {@link opencmg.certs.CertificateAuthority} issues an {@link opencmg.certs.IssuedCertificate}
 * for a {@link opencmg.certs.CertificateRequest}; {@link opencmg.certs.CertificateDefects} breaks a certificate on purpose. On
 * disk, {@link opencmg.certs.LabPki} is a directory of authorities, credentials, a human-readable index and revocation lists;
 * {@link opencmg.certs.CertsCommand} works on it.
 *
 * <p>Users: the lab and the tests of every module. No server depends on it at run time. The keys of the authorities are stored
 * without a password, so nothing made here may be trusted outside a lab.
 *
 * <p>Threads: all types are immutable or locked, and several processes may use one directory. All operations block (key
 * generation, files), so never call them on an event loop. Limits: every change reads and writes the whole index of a directory,
 * which is fine for some thousand certificates. The in-memory API has no such cost.
 */
@NullMarked
package opencmg.certs;

import org.jspecify.annotations.NullMarked;
