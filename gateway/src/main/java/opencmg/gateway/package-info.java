@NullMarked
package opencmg.gateway;

import org.jspecify.annotations.NullMarked;
