package opencmg.mockmp.xml;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import opencmg.mockmp.Bent;
import org.junit.jupiter.api.Test;

/** Whatever text comes: a tree, or {@link MalformedXmlException}; both ways of reading agree, and what was escaped is read back as it was. */
class XmlFuzzTest {

    private static final String GOOD = """
        <?xml version="1.0" encoding="utf-16"?>
        <!-- a report --><Report a="1" xmlns:x="urn:x"><ReportHeader><Identification><Machine><ClientID>GUID:0F1E2D3C</ClientID></Machine>
        </Identification><x:Text><![CDATA[ <literal> & ]]>more &amp; &#x41;</x:Text></ReportHeader><ReportBody/></Report>
        """;

    @Test
    void readsOrRefusesBentDocuments() {
        List<Boolean> verdicts = new ArrayList<>();
        Bent.text(GOOD, 6_000, bent -> verdicts.add(read(bent)));

        assertThat(verdicts).contains(true, false);
    }

    @Test
    void escapesWhateverTextThereIs() {
        Bent.text(GOOD, 3000, XmlFuzzTest::escape);
    }

    @FuzzTest(maxDuration = "10m")
    void anythingIsReadOrRefused(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        assertThat(read(text)).isIn(true, false);
        escape(text);
    }

    private static boolean read(String document) {
        String name;
        try {
            name = SafeXml.parse(document).name();
        } catch (MalformedXmlException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        assertThat(SafeXml.check(document)).isEqualTo(name);
        return true;
    }

    private static void escape(String text) {
        Element read = SafeXml.parse("<a b=\"" + Escaped.xml(text) + "\">" + Escaped.xml(text) + "</a>");
        // A parser makes one line end of each kind, so only the rest is compared.
        assertThat(read.text().replaceAll("[\\s?]", "")).isEqualTo(plain(text));
        assertThat(read.attribute("b").replaceAll("[\\s?]", "")).isEqualTo(plain(text));
    }

    /** Without white space, and without what XML 1.0 has no way to say. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .filter(c -> c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF)
                .forEach(plain::appendCodePoint);
        return plain.toString().replaceAll("[\\s?]", "");
    }
}
