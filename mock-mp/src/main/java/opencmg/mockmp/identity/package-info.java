/**
 * Who calls the management point: what the request shows (on the event loop), and what of it is believed (off the loop). Used by messaging and
 * the token service.
 */
@NullMarked
package opencmg.mockmp.identity;

import org.jspecify.annotations.NullMarked;
