package opencmg.gateway.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {

    @Test
    void keepsPrintableText() {
        String readable = "/SMS_MP/.sms_aut?MPLIST \u00fc \u65e5\u672c\u8a9e";
        assertThat(PrintableText.text(readable)).isSameAs(readable);
    }

    @ParameterizedTest
    @ValueSource(
            chars = {'\0', '\b', '\t', '\n', '\r', '\u001b', '\u007f', '\u0085', '\u009b', '\u200e', '\u202e', '\u2028'
            })
    void escapesControlAndFormatCharacters(char c) {
        assertThat(PrintableText.text("a" + c + "b")).isEqualTo(String.format("a\\x%02Xb", (int) c));
    }

    @Test
    void isAppliedToEveryRefusal() {
        Refusal refusal = new Refusal(RefusalReason.REQUEST_MALFORMED, "one\ntwo", "three\0");
        assertThat(refusal.detail()).isEqualTo("one\\x0Atwo");
        assertThat(refusal.publicDetail()).isEqualTo("three\\x00");
        assertThat(refusal).hasMessage("request_malformed: one\\x0Atwo");
    }
}
