/**
 * Policy assignments and bodies (protocol.md 2.7). Worker threads; the state is in the database.
 */
@NullMarked
package opencmg.mockmp.policy;

import org.jspecify.annotations.NullMarked;
