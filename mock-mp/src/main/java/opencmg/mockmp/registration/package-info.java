/**
 * MP_ClientRegistration and what follows from it: devices, their approval, their signatures on later messages, and their client tokens
 * (protocol.md 2.4, 2.5, 5.3). Worker threads only; the state is in the database.
 */
@NullMarked
package opencmg.mockmp.registration;

import org.jspecify.annotations.NullMarked;
