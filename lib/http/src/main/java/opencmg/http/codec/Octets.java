package opencmg.http.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import opencmg.http.HttpSyntaxException;

/** Which octets may stand where in a head (RFC 9110 sections 5.5 and 5.6.2), and a place to put them that a loop keeps. */
public final class Octets {

    /** Of a method or the name of a field. */
    public static final int TOKEN = 1;
    /** Of the value of a field or a phrase: everything but control characters; the tab is none. */
    public static final int VALUE = 2;
    /** Of a request target: visible ASCII. */
    public static final int TARGET = 4;

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

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long BLANKS = ' ' * EACH;
    private static final long DELETES = 0x7f * EACH;

    private static final int NAMES = 256;
    private static final int LONGEST_NAME = 64;

    private byte[] room = new byte[4 << 10];
    private final String[] names = new String[NAMES];

    /** Whether a character is an octet of that kind. */
    public static boolean is(int kind, int character) {
        return character >= 0 && character < 256 && (KINDS[character] & kind) != 0;
    }

    public static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    /**
     * What stands in a line, as text of ISO 8859-1.
     *
     * @throws HttpSyntaxException when there is a control character in it
     */
    public static String text(byte[] line, int from, int to) throws HttpSyntaxException {
        if (!areValue(line, from, to)) {
            throw new HttpSyntaxException("a control character in its head");
        }
        return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /**
     * Whether all are octets of a value. Eight are looked at together: a token is a thousand of them in every request, and one by one they made heads to
     * servers inside 7.2 in place of 5.1 % of the connection point's samples.
     */
    static boolean areValue(byte[] octets, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            if (mayHaveControl((long) EIGHT.get(octets, at)) && !areValueOneByOne(octets, at, at + Long.BYTES)) {
                return false;
            }
        }
        return areValueOneByOne(octets, at, to);
    }

    /** Whether one of eight octets is below the blank or DEL. Never misses one; a tab or what stands beside one may be taken for another. */
    private static boolean mayHaveControl(long eight) {
        long belowBlank = (eight - BLANKS) & ~eight;
        long deletes = eight ^ DELETES; // 0 where there is one
        return ((belowBlank | ((deletes - EACH) & ~deletes)) & HIGH_BITS) != 0;
    }

    private static boolean areValueOneByOne(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((KINDS[octets[i] & 0xff] & VALUE) == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * A name in lower case that most messages have: the same text each time, so that its hash is known and comparing is looking at one pointer.
     *
     * @param hash of it, as {@link String#hashCode} counts
     */
    String name(byte[] line, int length, int hash) {
        int slot = hash & (NAMES - 1);
        String known = names[slot];
        if (known != null && known.hashCode() == hash && matches(known, line, length)) {
            return known;
        }
        String name = new String(line, 0, length, StandardCharsets.ISO_8859_1);
        if (length <= LONGEST_NAME) {
            names[slot] = name;
        }
        return name;
    }

    private static boolean matches(String name, byte[] line, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != line[i]) {
                return false;
            }
        }
        return true;
    }

    /** That many bytes at least, for whoever uses them before somebody else of the loop asks; what was in them is kept. */
    byte[] room(int size) {
        if (room.length < size) {
            room = Arrays.copyOf(room, Math.max(size, 2 * room.length));
        }
        return room;
    }
}
