/**
 * Faults on demand, so that testers see what a gateway and a client make of them. Event loop; the list of rules is limited.
 */
@NullMarked
package opencmg.mockmp.scenarios;

import org.jspecify.annotations.NullMarked;
