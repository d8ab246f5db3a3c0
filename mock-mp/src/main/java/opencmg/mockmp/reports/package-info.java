/**
 * What clients report: discovery records, inventory, status and state messages (protocol.md 2.10). Kept as they came, counted, thinned out by
 * age and number. Worker threads.
 */
@NullMarked
package opencmg.mockmp.reports;

import org.jspecify.annotations.NullMarked;
