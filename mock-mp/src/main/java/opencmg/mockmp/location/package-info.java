/**
 * Where things are: MP_LocationManager, the {@code .sms_aut} queries (protocol.md 2.8, 2.9). Worker threads; no state of its own.
 */
@NullMarked
package opencmg.mockmp.location;

import org.jspecify.annotations.NullMarked;
