/**
 * Policy assignments and bodies, and compliance documents (protocol.md 2.7).
 *
 * <p>Users: the management point's router and the site server API. Threads: {@link opencmg.mockmp.policy.SmsMpHandler} runs on the event loop, the rest on
 * worker threads; the state is in the database. Limits: 1000 assignments in a reply, a million characters in a body.
 */
@NullMarked
package opencmg.mockmp.policy;

import org.jspecify.annotations.NullMarked;
