/**
 * The connection analyzer: six checks from the gateway's door to the site systems behind it, each green, red or not checked, with the hop that failed
 * and what to do next. The product's own tool has the same purpose; its steps are public as a picture only, so these are this project's own, with the
 * product's words where they are known (protocol.md 1.8).
 *
 * <p>Users: {@code opencmg analyze}, the demo. Threads: the caller's, blocked; it must not be an event loop. Limits: every request has a deadline of 20 s;
 * nothing is changed at the site but for the tokens that CCM_STS issues.
 */
@NullMarked
package opencmg.diagnose;

import org.jspecify.annotations.NullMarked;
