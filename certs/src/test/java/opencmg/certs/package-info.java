@NullMarked
package opencmg.certs;

import org.jspecify.annotations.NullMarked;
