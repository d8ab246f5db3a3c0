/**
 * The mock site: a management point, a software update point, a token service and a site server in one process, faithful on the wire
 * (docs/mock-site.md tells what is faithful, simplified or our own). {@link opencmg.mockmp.MockSite} is the root that builds everything by hand.
 * Users: the connection point over HTTP, people over the site face, tests and the lab in-process.
 */
@NullMarked
package opencmg.mockmp;

import org.jspecify.annotations.NullMarked;
