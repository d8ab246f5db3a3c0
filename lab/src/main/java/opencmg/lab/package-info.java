@NullMarked
package opencmg.lab;

import org.jspecify.annotations.NullMarked;
