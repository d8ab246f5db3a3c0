/**
 * Identifies the callers of the management point: {@link opencmg.mockmp.identity.PresentedCredentials} are collected on the event loop,
 * {@link opencmg.mockmp.identity.CallerIdentifier} verifies them on a worker thread.
 *
 * <p>Users: messaging, policy, the token service. Limits: the length of a Client-Cert header, the number of cached certificate verdicts.
 */
@NullMarked
package opencmg.mockmp.identity;

import org.jspecify.annotations.NullMarked;
