/**
 * Faults on demand, for testers who want to see how a gateway and a client handle them.
 *
 * <p>Users: the routers of both roles, and the site server API, which replaces the rules. Threads: event loops. Limits: 32 rules, a delay of 10 minutes.
 */
@NullMarked
package opencmg.mockmp.scenarios;

import org.jspecify.annotations.NullMarked;
