@NullMarked
package opencmg.tunnel;

import org.jspecify.annotations.NullMarked;
