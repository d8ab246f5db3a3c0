/**
 * Certificate revocation lists: from files or downloaded from distribution points, verified, cached and refreshed (RFC 5280 section 5).
 *
 * <p>Used by {@code identity}. Threads: {@link opencmg.gateway.revocation.RevocationLists} may be called from any event loop; parsing and
 * signature checks run on the workers of {@link opencmg.gateway.revocation.SharedBlockingWork}. Limits: number of lists, bytes and time of a
 * download, blocking tasks in progress.
 */
@NullMarked
package opencmg.gateway.revocation;

import org.jspecify.annotations.NullMarked;
