/**
 * The admin server: health, metrics and explanations for operators. Read only, on loopback unless configured otherwise.
 *
 * <p>Used by the composition root, which supplies {@link opencmg.gateway.admin.AdminData}. One server on one event loop; it reads snapshots, never waits
 * for a client request and keeps no state.
 */
@NullMarked
package opencmg.gateway.admin;

import org.jspecify.annotations.NullMarked;
