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

/** What may stand in the value of a field (RFC 9110 section 5.5), wherever in a short or a long one it stands. */
class OctetsTest {

    private static final int LONG = 50;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 31, 32, 33, LONG})
    void knowsEveryOctetAtEveryPlace(int length) {
        for (int octet = 0; octet < 256; octet++) {
            boolean allowed = octet == '\t' || (octet >= ' ' && octet != 0x7f); // VCHAR, obs-text, SP, HTAB
            for (int place = 0; place < length; place++) {
                char[] value = "v".repeat(length).toCharArray();
                value[place] = (char) octet;
                check(new String(value), allowed);
            }
        }
    }

    /** The borrow of a subtraction must not hide one behind another. */
    @Test
    void knowsNeighbours() {
        String[] some = {"\t", " ", "!", "\n", "\0", "~", "\u007f", "\u0080", "\u00ff"};
        for (String first : some) {
            for (String second : some) {
                boolean allowed = !(first + second).matches("(?s).*[\n\0\u007f].*");
                check("v".repeat(LONG) + first + second + "v".repeat(LONG), allowed);
                check(first + second, allowed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0100", "\u010a", "\u0141", "\u2028", "\ud83d\ude00"})
    void writesNothingThatIsNoOctet(String character) {
        check(character, false);
        check("v".repeat(LONG) + character, false);
        assertThatThrownBy(() -> written("", Octets.VALUE)).isInstanceOf(UnwritableHeadException.class);
    }

    @Test
    void writesWhatFollowsBehindWhatWasThere() {
        HeadBuffer head = new HeadBuffer(new Octets());
        head.begin();
        head.field("a", "v".repeat(5000));
        head.field("b", "w");
        ByteBuf out = Unpooled.buffer();
        head.writeTo(out);

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
                assertThatThrownBy(() -> Octets.text(octets, 0, octets.length)).isInstanceOf(HttpSyntaxException.class);
            }
        }
    }

    private static String written(String value, int kind) {
        HeadBuffer head = new HeadBuffer(new Octets());
        head.begin();
        head.text(value, kind);
        ByteBuf out = Unpooled.buffer();
        head.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String read(byte[] octets) {
        try {
            return Octets.text(octets, 0, octets.length);
        } catch (HttpSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
