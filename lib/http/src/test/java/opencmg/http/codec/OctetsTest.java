package opencmg.http.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import opencmg.http.HttpSyntaxException;
import opencmg.http.UnwritableHeadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which octets a field value may contain (RFC 9110 section 5.5), at every position of short and long values. */
class OctetsTest {

    private static final int LONG = 50;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 31, 32, 33, LONG})
    void classifiesEveryOctetAtEveryPosition(int length) {
        for (int octet = 0; octet < 256; octet++) {
            boolean allowed = octet == '\t' || (octet >= ' ' && octet != 0x7f); // VCHAR, obs-text, SP, HTAB
            for (int position = 0; position < length; position++) {
                char[] value = "v".repeat(length).toCharArray();
                value[position] = (char) octet;
                check(new String(value), allowed);
            }
        }
    }

    /** The borrow of the eight-at-a-time subtraction must not hide an octet next to another. */
    @Test
    void classifiesNeighbours() {
        String[] octets = {"\t", " ", "!", "\n", "\0", "~", "\u007f", "\u0080", "\u00ff"};
        for (String first : octets) {
            for (String second : octets) {
                boolean allowed = !(first + second).matches("(?s).*[\n\0\u007f].*");
                check("v".repeat(LONG) + first + second + "v".repeat(LONG), allowed);
                check(first + second, allowed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0100", "\u010a", "\u0141", "\u2028", "\ud83d\ude00"})
    void writesNoCharacterBeyondOctets(String character) {
        check(character, false);
        check("v".repeat(LONG) + character, false);
        assertThatThrownBy(() -> written("", Octets.VALUE)).isInstanceOf(UnwritableHeadException.class);
    }

    @Test
    void appendsAfterGrowingItsArray() {
        HeadEncoder head = new HeadEncoder(new Octets());
        head.writeField("a", "v".repeat(5000));
        head.writeField("b", "w");
        ByteBuf out = head.copyTo(Unpooled.buffer());

        assertThat(out.toString(StandardCharsets.ISO_8859_1)).isEqualTo("a: " + "v".repeat(5000) + "\r\nb: w\r\n");
    }

    private static void check(String value, boolean allowed) {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        if (allowed) {
            assertThat(written(value, Octets.VALUE)).isEqualTo(value);
            assertThat(read(octets)).isEqualTo(value);
        } else {
            assertThatThrownBy(() -> written(value, Octets.VALUE))
                    .as(value)
                    .isInstanceOf(UnwritableHeadException.class);
            if (new String(octets, StandardCharsets.ISO_8859_1).equals(value)) {
                assertThatThrownBy(() -> Octets.decodeValue(octets, 0, octets.length))
                        .isInstanceOf(HttpSyntaxException.class);
            }
        }
    }

    private static String written(String value, int kind) {
        HeadEncoder head = new HeadEncoder(new Octets());
        head.write(value, kind);
        ByteBuf out = head.copyTo(Unpooled.buffer());
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String read(byte[] octets) {
        try {
            return Octets.decodeValue(octets, 0, octets.length);
        } catch (HttpSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
