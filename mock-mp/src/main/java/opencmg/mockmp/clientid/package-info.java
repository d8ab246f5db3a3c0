/**
 * The identity of a ConfigMgr client, {@code GUID:...}. A leaf; immutable.
 */
@NullMarked
package opencmg.mockmp.clientid;

import org.jspecify.annotations.NullMarked;
