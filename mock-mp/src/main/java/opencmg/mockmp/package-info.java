@NullMarked
package opencmg.mockmp;

import org.jspecify.annotations.NullMarked;
