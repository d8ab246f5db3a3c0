/**
 * The lab PKI: authorities, every kind of certificate that the parts of a CMG show each other, revocation lists, and the odd
 * certificates that a hostile test needs.
 *
 * <p>Two faces. In memory: {@link opencmg.certs.CertificateAuthority} issues {@link opencmg.certs.Issued} from an
 * {@link opencmg.certs.Order}; {@link opencmg.certs.Odd} bends them. On disk: {@link opencmg.certs.LabPki} is a directory with
 * authorities, credentials, an index that people can read and revocation lists, which {@link opencmg.certs.CertsCommand} works on.
 *
 * <p>Users: the lab, and the tests of every module. It is never on the run-time path of a server: keys of authorities lie on the
 * disk without a password, so nothing made here may be trusted outside a lab.
 *
 * <p>Threads: everything is immutable or locked; a directory may be worked on by several processes. Everything blocks (key
 * generation, files): never call it on an event loop. Limits: the index of a directory is read and written whole for each change,
 * which is fine for some thousand certificates; in memory there is no such cost.
 */
@NullMarked
package opencmg.certs;

import org.jspecify.annotations.NullMarked;
