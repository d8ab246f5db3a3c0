package opencmg.connectionpoint.http1;

import java.util.Arrays;

/** Which octets may stand where in a head (RFC 9110 sections 5.5 and 5.6.2), and a place to put them that a loop keeps. */
final class Octets {

    /** Of a method or the name of a field. */
    static final int TOKEN = 1;
    /** Of the value of a field or a phrase: everything but control characters; the tab is none. */
    static final int VALUE = 2;
    /** Of a request target: visible ASCII. */
    static final int TARGET = 4;

    private static final byte[] KINDS = new byte[256];

    static {
        for (int octet = 0; octet < 256; octet++) {
            boolean control = (octet < ' ' && octet != '\t') || octet == 0x7f;
            boolean visible = octet > ' ' && octet < 0x7f;
            boolean letterOrDigit = (octet >= '0' && octet <= '9') || (lower(octet) >= 'a' && lower(octet) <= 'z');
            int kinds = (control ? 0 : VALUE) | (visible ? TARGET : 0);
            KINDS[octet] = (byte) (letterOrDigit || "!#$%&'*+-.^_`|~".indexOf(octet) >= 0 ? kinds | TOKEN : kinds);
        }
    }

    private byte[] room = new byte[4 << 10];

    /** Whether a character is an octet of that kind. */
    static boolean is(int kind, int character) {
        return character >= 0 && character < 256 && (KINDS[character] & kind) != 0;
    }

    static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    /** That many bytes at least, for whoever uses them before somebody else of the loop asks; what was in them is kept. */
    byte[] room(int size) {
        if (room.length < size) {
            room = Arrays.copyOf(room, Math.max(size, 2 * room.length));
        }
        return room;
    }
}
