/**
 * The identity of a ConfigMgr client, {@code GUID:...}. A leaf package that all others may use. Immutable, any thread.
 */
@NullMarked
package opencmg.mockmp.clientid;

import org.jspecify.annotations.NullMarked;
