/**
 * CCM_STS: an Entra, bulk registration or client token in, a CCM access token out (docs/mock-site.md). The handler is on the event loop, the
 * service on worker threads.
 */
@NullMarked
package opencmg.mockmp.sts;

import org.jspecify.annotations.NullMarked;
