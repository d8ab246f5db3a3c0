/**
 * MP_ClientRegistration and what depends on it: devices, their approval, verification of their signatures on later messages, and client tokens
 * (protocol.md 2.4, 2.5, 5.3).
 *
 * <p>Users: the endpoints and the site server API. Threads: worker threads only; the state is in the database. Limits: lengths of properties and
 * certificates, 1000 devices on a page.
 */
@NullMarked
package opencmg.mockmp.registration;

import org.jspecify.annotations.NullMarked;
