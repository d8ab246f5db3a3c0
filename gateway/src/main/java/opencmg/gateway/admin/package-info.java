/**
 * The admin face: health, metrics and explanations for operators, read only, on loopback unless configured otherwise.
 *
 * <p>Used by the composition root, which hands in {@link opencmg.gateway.admin.AdminData}. One server on one event loop; reads snapshots and never
 * waits for a request. Holds nothing.
 */
@NullMarked
package opencmg.gateway.admin;

import org.jspecify.annotations.NullMarked;
