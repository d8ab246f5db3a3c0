/**
 * Keys and certificates that a site makes for itself: the root "SMS Issuing", the token signing certificate, the role's TLS certificate, and the
 * site server's signing certificate. Kept as PEM in the data directory. Blocking: used at start and on worker threads.
 */
@NullMarked
package opencmg.mockmp.keys;

import org.jspecify.annotations.NullMarked;
