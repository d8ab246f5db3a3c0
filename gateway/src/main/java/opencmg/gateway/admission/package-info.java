/**
 * Lets a client's request in, or says why not: reads the path, finds the role, asks identity who comes, and applies what the site publishes
 * (docs/authentication.md).
 *
 * <p>Used by edge, which hands in an {@link opencmg.gateway.admission.AdmissionRequest} and gets an {@link opencmg.gateway.admission.AdmissionOutcome}; only
 * {@link opencmg.gateway.admission.Admission} makes an {@link opencmg.gateway.admission.Admitted}, so a request that was not admitted cannot be
 * forwarded. Runs on the caller's event loop and never blocks it; where the verdict on a credential is known the answer is a completed future.
 * Keeps the last {@value opencmg.gateway.admission.DecisionLog#ADMITTED} admitted and {@value opencmg.gateway.admission.DecisionLog#REFUSED}
 * refused decisions for explanations, and nothing else.
 */
@NullMarked
package opencmg.gateway.admission;

import org.jspecify.annotations.NullMarked;
