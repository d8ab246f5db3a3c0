/**
 * The client's side of the CCM messaging wire format (protocol.md 2.2 to 2.6 and 2.9).
 *
 * <p>Job: encode requests into the bytes of a {@code CCM_POST} and decode the bytes of replies. It is written from the protocol
 * description alone and shares no code with the mock site, so that each checks the other.
 *
 * <p>Users: the ccmsetup client, fleets, the connection analyzer and the end-to-end tests. Threads: any; everything is immutable.
 * Limits: a reply of more than 4 MiB decompressed is refused, as are document types in XML.
 */
@NullMarked
package opencmg.client.message;

import org.jspecify.annotations.NullMarked;
