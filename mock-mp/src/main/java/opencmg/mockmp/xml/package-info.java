/**
 * Parses untrusted XML and escapes text for XML.
 *
 * <p>Users: every package of the client protocol. Threads: any, no state. Limits: DTDs and entities are refused; depth, elements and attributes are
 * limited ({@link opencmg.mockmp.xml.SafeXml}).
 */
@NullMarked
package opencmg.mockmp.xml;

import org.jspecify.annotations.NullMarked;
