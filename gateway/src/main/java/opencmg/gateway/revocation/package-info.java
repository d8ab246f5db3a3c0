/**
 * Certificate revocation lists (RFC 5280 section 5): read from files or downloaded from distribution points, verified, cached and refreshed.
 *
 * <p>Used by {@code identity}. Threads: {@link opencmg.gateway.revocation.RevocationLists} may be called from any event loop; parsing and
 * signature checks run on the worker threads of {@link opencmg.gateway.revocation.SharedBlockingWork}. Limits: number of lists, size and duration
 * of a download, work in progress.
 */
@NullMarked
package opencmg.gateway.revocation;

import org.jspecify.annotations.NullMarked;
