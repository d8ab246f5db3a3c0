/**
 * The HTTP client of the tools: requests with any method, over TLS with given trust anchors and an optional client certificate.
 *
 * <p>Users: the ccmsetup client, the commands that talk to a running lab, the demo and the end-to-end tests. Threads: any thread may
 * send; responses are Vert.x futures. Limits: a collected response has at most 16 MiB, larger ones are downloaded to a file; every
 * request has a timeout, 60 s by default.
 */
@NullMarked
package opencmg.client.http;

import org.jspecify.annotations.NullMarked;
