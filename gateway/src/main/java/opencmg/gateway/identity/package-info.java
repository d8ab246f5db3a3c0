/**
 * Who a client is: verifies Entra tokens, PKI client certificates with their revocation lists, and site tokens (docs/authentication.md).
 *
 * <p>Used by admission through {@link opencmg.gateway.identity.Verifiers}. Verdicts are cached, so that a known client costs one hash; everything
 * dearer runs on the workers of {@code SharedBlockingWork}, and the answer comes back on the caller's event loop. All types are thread-safe.
 *
 * <p>Limits: tokens of 16 KiB, certificates of 32 KiB, {@value opencmg.gateway.identity.Verifiers#VERDICTS} verdicts of each kind,
 * {@value opencmg.gateway.revocation.SharedBlockingWork#MOST_UNDER_WAY} verifications under way, and for what is fetched from elsewhere a time, a size and a
 * count each. Nothing that a credential names (jku, x5u, a kid that looks like a URL) is ever fetched but the revocation list of a certificate
 * whose path is already verified.
 */
@NullMarked
package opencmg.gateway.identity;

import org.jspecify.annotations.NullMarked;
