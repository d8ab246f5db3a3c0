package opencmg.client.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowsQuotingTest {

    @Test
    void keepsQuotedTextTogetherAndRemovesTheQuotes() {
        assertThat(WindowsQuoting.split("a  /source:\"C:\\Client Files\"\tCCMHOSTNAME=\"x/y\" \"\""))
                .containsExactly("a", "/source:C:\\Client Files", "CCMHOSTNAME=x/y", "");
    }

    @Test
    void keepsABackslashUnlessAQuoteFollows() {
        assertThat(WindowsQuoting.split("\\\\server\\share \"a\\\\\" b\\\\\\\"c"))
                .containsExactly("\\\\server\\share", "a\\", "b\\\"c");
    }

    @Test
    void treatsABackslashBeforeTheLastQuoteAsAnEscapeAsWindowsDoes() {
        assertThat(WindowsQuoting.split("/source:\"C:\\Client\\\" SMSSITECODE=LAB"))
                .containsExactly("/source:C:\\Client\" SMSSITECODE=LAB");
    }

    @Test
    void readsTwoQuotesWithinQuotesAsOne() {
        assertThat(WindowsQuoting.split("\"a\"\"b\" c")).containsExactly("a\"b", "c");
    }
}
