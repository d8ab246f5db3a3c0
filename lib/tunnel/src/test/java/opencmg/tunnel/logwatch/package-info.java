/** Lets a test see what a class logs; other modules take it as a test library. */
@NullMarked
package opencmg.tunnel.logwatch;

import org.jspecify.annotations.NullMarked;
