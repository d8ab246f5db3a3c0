/** How a test waits for what nobody announces; other modules take it as a test library. */
@NullMarked
package opencmg.tunnel.eventually;

import org.jspecify.annotations.NullMarked;
