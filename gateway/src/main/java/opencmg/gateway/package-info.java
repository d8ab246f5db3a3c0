/**
 * The gateway as a whole: settings and composition root. {@link opencmg.gateway.Gateway} builds every part by hand and hands each what it needs;
 * nobody looks anything up.
 *
 * <p>Used by the command line and by tests. A request's way through the packages: edge, admission (with identity and site), forwarding, tunnel;
 * refusal is what all of them throw. Arrows point that way and never back. Threads: one edge and one tunnel listener for each event loop.
 */
@NullMarked
package opencmg.gateway;

import org.jspecify.annotations.NullMarked;
