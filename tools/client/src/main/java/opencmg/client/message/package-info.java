/**
 * The client's half of the CCM messaging wire format (protocol.md 2.2 to 2.6 and 2.9).
 *
 * <p>Job: from a request to the bytes of a {@code CCM_POST} and from the answer's bytes back to values. Written from the description of the
 * format alone and sharing nothing with the mock site, so that each checks the other.
 *
 * <p>Users: the ccmsetup client and the end-to-end tests. Threads: any; everything is immutable. Limits: an answer of more than 4 MiB, inflated,
 * is refused; document types in XML are refused.
 */
@NullMarked
package opencmg.client.message;

import org.jspecify.annotations.NullMarked;
