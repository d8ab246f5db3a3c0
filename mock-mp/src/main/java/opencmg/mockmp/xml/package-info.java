/**
 * Reads XML that strangers sent and writes XML for them. Used by every package that speaks the client protocol. No state, any thread. DTDs and
 * entities are refused; depth, elements and attributes are limited ({@link opencmg.mockmp.xml.SafeXml}).
 */
@NullMarked
package opencmg.mockmp.xml;

import org.jspecify.annotations.NullMarked;
