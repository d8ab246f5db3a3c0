/**
 * The one HTTP client of the lab: requests with the product's own verbs, over TLS with a given trust and, where wanted, a client certificate.
 *
 * <p>Users: the ccmsetup client, the commands that talk to a running lab, the demo and the end-to-end tests. Threads: any may ask; answers come
 * as futures of Vert.x. Limits: a collected answer has at most 16 MiB, downloads go to a file; every request has a deadline of 60 s unless told
 * otherwise.
 */
@NullMarked
package opencmg.client.http;

import org.jspecify.annotations.NullMarked;
