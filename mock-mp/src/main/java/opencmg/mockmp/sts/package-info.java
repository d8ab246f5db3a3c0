/**
 * CCM_STS issues CCM access tokens in exchange for an Entra, bulk registration or client token (docs/mock-site.md); and the user service.
 *
 * <p>Users: the management point's router. Threads: handlers on the event loop, the service on worker threads. Limits: 64 KiB a request, 256 KiB and
 * 5 seconds for a key set.
 */
@NullMarked
package opencmg.mockmp.sts;

import org.jspecify.annotations.NullMarked;
