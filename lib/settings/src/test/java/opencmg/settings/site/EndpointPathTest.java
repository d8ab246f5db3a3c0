package opencmg.settings.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointPathTest {

    private static final List<Endpoint> ENDPOINTS = List.of(
            endpoint("/SMS_MP"), endpoint("/SMS_DP_SMSPKG$"), endpoint("/SMS_MP/.sms_aut"), endpoint("/CCM_System"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "SMS_MP",
                "http://gateway/SMS_MP",
                "//SMS_MP",
                "/SMS_MP//x",
                "/SMS_MP/../secret",
                "/SMS_MP/./secret",
                "/SMS_MP/..",
                "/SMS_MP/...",
                "/SMS_MP/..%2fsecret",
                "/SMS_MP/..%2Fsecret",
                "/SMS_MP/%2e%2e/secret",
                "/SMS_MP/.%2E/secret",
                "/SMS_MP/..\\secret",
                "/SMS_MP/..%5csecret",
                "/SMS_MP%5csecret",
                "/SMS_MP/..%255c..",
                "/SMS_MP/%252e%252e/secret",
                "/SMS_MP/..;/secret",
                "/SMS_MP;x=1/secret",
                "/SMS_MP/..%20/secret",
                "/SMS_MP./secret",
                "/SMS_MP%20/secret",
                "/SMS_MP/x::$DATA",
                "/SMS_MP/%c0%af",
                "/SMS_MP/%uff0e%uff0e/secret",
                "/SMS_MP/\uff0e\uff0e\uff0fsecret",
                "/SMS_MP/%ef%bc%8f",
                "/SMS_MP/%00",
                "/SMS_MP/a%0d%0ab",
                "/SMS_MP/a b",
                "/SMS_MP/a\tb",
                "/SMS_MP/%",
                "/SMS_MP/%4",
                "/SMS_MP/%4g",
                "/SMS_MP/%\u0664\u0661",
                "/SMS_MP#x",
                "/SMS_MP/%23x",
                "/SMS_MP/%3fx",
                "/SMS_MP/*",
                "/SMS_MP?a b",
                "/SMS_MP?a#b",
                "/SMS_MP?\u00e4"
            })
    void refusesTargetsThatServersReadDifferently(String target) {
        assertThatThrownBy(() -> EndpointPath.decode(target)).isInstanceOf(MalformedPathException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/SMS_MP/.sms_aut?MPLIST, /SMS_MP/.sms_aut",
        "/%53MS_MP/{x}/%7By%7D/, /SMS_MP/{x}/{y}/",
        "/%53%4d%53_%4D%50, /SMS_MP",
        "/SMS_DP_SMSPKG$/a%20b/c.cab?x=..%2f///, /SMS_DP_SMSPKG$/a b/c.cab",
        "/SMS_MP?%00%zz, /SMS_MP",
        "/, /",
    })
    void decodesThePathAndLeavesTheQuery(String target, String path) {
        assertThat(EndpointPath.decode(target)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/SMS_MP, /SMS_MP",
        "/SMS_MP/, /SMS_MP",
        "/sms_mp/x, /SMS_MP",
        "/SMS_MP/.SMS_AUT, /SMS_MP/.sms_aut",
        "/SMS_MP/.sms_aut/x, /SMS_MP/.sms_aut",
        "/SMS_MP/.sms_auto, /SMS_MP",
        "/sms_dp_smspkg$/x, /SMS_DP_SMSPKG$",
        "/SMS_MP2, ''",
        "/SMS_M, ''",
        "/, ''",
        "'', ''",
    })
    void findsTheLongestPrefixOfWholeSegments(String path, String endpoint) {
        int index = EndpointPath.indexOf(ENDPOINTS, path);

        assertThat(index < 0 ? "" : ENDPOINTS.get(index).path()).isEqualTo(endpoint);
    }

    @Test
    void keepsMalformedPathsCheap() {
        assertThatThrownBy(() -> EndpointPath.decode("/x//y"))
                .hasMessage("it has an empty segment")
                .satisfies(failure -> assertThat(failure.getStackTrace()).isEmpty());
    }

    private static Endpoint endpoint(String path) {
        return new Endpoint("E", path, 0, 0, false);
    }
}
