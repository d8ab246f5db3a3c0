/** Fails a test class that leaked a buffer; other modules take it as a test library. */
@NullMarked
package opencmg.tunnel.leaks;

import org.jspecify.annotations.NullMarked;
