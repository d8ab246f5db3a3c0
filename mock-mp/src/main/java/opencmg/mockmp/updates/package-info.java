/**
 * The software update point: the parts of Microsoft's open specification [MS-WUSP] that a scan needs, with a small catalogue. Event loop; no
 * blocking work.
 */
@NullMarked
package opencmg.mockmp.updates;

import org.jspecify.annotations.NullMarked;
