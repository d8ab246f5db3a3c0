/**
 * Verifies the identity of clients: Entra tokens, PKI client certificates with their revocation lists, and site tokens (docs/authentication.md).
 *
 * <p>Used by admission through {@link opencmg.gateway.identity.Verifiers}. Verdicts are cached, so a known client costs one hash. Everything more
 * expensive runs on the worker threads of {@code SharedBlockingWork}; results arrive on the caller's event loop. All types are thread-safe.
 *
 * <p>Limits: tokens of 16 KiB, certificates of 32 KiB, {@value opencmg.gateway.identity.Verifiers#MAX_VERDICTS} cached verdicts of each kind,
 * {@value opencmg.gateway.revocation.SharedBlockingWork#MAX_IN_PROGRESS} verifications in progress, and a time, size and count limit for every
 * download. Nothing that a credential names (jku, x5u, a kid that looks like a URL) is ever fetched, except the revocation list of a certificate
 * whose path is already verified.
 */
@NullMarked
package opencmg.gateway.identity;

import org.jspecify.annotations.NullMarked;
