/**
 * The gateway as a whole: settings and composition root. {@link opencmg.gateway.Gateway} builds every part by hand and passes each what it needs; there is
 * no container and no look-up.
 *
 * <p>Used by the command line and by tests. A request goes through edge, admission (with identity and site), forwarding and tunnel; all of them throw a
 * refusal. Packages depend on each other only in that direction. Threads: each event loop has an edge server and a tunnel server.
 */
@NullMarked
package opencmg.gateway;

import org.jspecify.annotations.NullMarked;
