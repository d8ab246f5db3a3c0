/**
 * Decides whether a client's request is admitted: parses the path, finds the role, has the client's identity verified, and applies what the site
 * publishes (docs/authentication.md).
 *
 * <p>Used by edge, which passes an {@link opencmg.gateway.admission.AdmissionRequest} and receives an
 * {@link opencmg.gateway.admission.AdmissionOutcome}. Only {@link opencmg.gateway.admission.Admission} creates an
 * {@link opencmg.gateway.admission.Admitted}, so a request that was not admitted cannot be forwarded. Runs on the caller's event loop and never
 * blocks it; when the verdict on a credential is cached, the future is already completed. Keeps the last
 * {@value opencmg.gateway.admission.DecisionLog#ADMITTED} admitted and {@value opencmg.gateway.admission.DecisionLog#REFUSED} refused decisions,
 * and no other state.
 */
@NullMarked
package opencmg.gateway.admission;

import org.jspecify.annotations.NullMarked;
