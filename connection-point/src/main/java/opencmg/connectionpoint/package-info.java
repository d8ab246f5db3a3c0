@NullMarked
package opencmg.connectionpoint;

import org.jspecify.annotations.NullMarked;
