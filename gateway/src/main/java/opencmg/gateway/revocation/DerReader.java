package opencmg.gateway.revocation;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Reads DER (X.690) elements in sequence, for the three extensions that the JDK does not parse: distribution points, issuing distribution point, CRL
 * number. Refuses indefinite lengths and elements that exceed the available bytes.
 */
final class DerReader {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;

    private final byte[] bytes;
    private final int end;
    private int position;

    /** One element. */
    static final class Element {

        private final int tag;
        private final byte[] content;

        private Element(int tag, byte[] content) {
            this.tag = tag;
            this.content = content;
        }

        int tag() {
            return tag;
        }

        byte[] content() {
            return content;
        }

        DerReader inside() {
            return new DerReader(content);
        }

        BigInteger integer() {
            if (tag != INTEGER || content.length == 0) {
                throw new IllegalArgumentException("not an integer");
            }
            return new BigInteger(content);
        }
    }

    DerReader(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /** The content of an extension value as returned by the JDK, which wraps it in an octet string. */
    static Element extension(byte[] value) {
        return new DerReader(value).next(OCTET_STRING).inside().next();
    }

    boolean hasMore() {
        return position < end;
    }

    Element next(int tag) {
        Element element = next();
        if (element.tag() != tag) {
            throw new IllegalArgumentException("tag " + element.tag() + " where " + tag + " must be");
        }
        return element;
    }

    Element next() {
        int tag = octet();
        int length = length();
        if (length > end - position) {
            throw new IllegalArgumentException("an element reaches beyond its bytes");
        }
        byte[] content = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return new Element(tag, content);
    }

    private int length() {
        int first = octet();
        if (first < 0x80) {
            return first;
        }
        int octets = first & 0x7F;
        if (octets == 0 || octets > 3) {
            throw new IllegalArgumentException("a length of " + octets + " octets");
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | octet();
        }
        return length;
    }

    private int octet() {
        if (position >= end) {
            throw new IllegalArgumentException("the bytes end too early");
        }
        return bytes[position++] & 0xFF;
    }
}
