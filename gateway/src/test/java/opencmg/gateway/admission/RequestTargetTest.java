package opencmg.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import opencmg.gateway.admission.RequestTarget.Prefix;
import opencmg.gateway.admission.RequestTarget.RoleTarget;
import opencmg.gateway.admission.RequestTarget.ServiceMetadata;
import opencmg.gateway.admission.RequestTarget.TenantInfo;
import opencmg.gateway.identity.CanIgnoreReturnValue;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "SMS_MP",
                "http://gateway/CCM_Proxy_MutualAuth/1/SMS_MP",
                "//CCM_Proxy_MutualAuth/1/SMS_MP",
                "/CCM_Proxy_MutualAuth/1//SMS_MP",
                "/CCM_Proxy_MutualAuth/1/SMS_MP//x",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/../secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/./secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/..",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/...",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/..%2fsecret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/..%2Fsecret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%2e%2e/secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/.%2E/secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/..\\secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/..%5csecret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP%5csecret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/..%255c..",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%252e%252e/secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/..;/secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP;x=1/secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/..%20/secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP./secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP%20/secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/x::$DATA",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%c0%af",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%uff0e%uff0e/secret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/\uff0e\uff0e\uff0fsecret",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%ef%bc%8f",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%00",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/a%0d%0ab",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/a b",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/a\tb",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%4",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%4g",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%\u0664\u0661",
                "/CCM_Proxy_MutualAuth/1/SMS_MP#x",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%23x",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/%3fx",
                "/CCM_Proxy_MutualAuth/1/SMS_MP/*",
                "/CCM_Proxy_MutualAuth/1/SMS_MP?a b",
                "/CCM_Proxy_MutualAuth/1/SMS_MP?a#b",
                "/CCM_Proxy_MutualAuth/1/SMS_MP?\u00e4"
            })
    void refusesWhatSomeServerWouldReadDifferently(String uri) {
        assertThat(refused(uri).reason()).isEqualTo(RefusalReason.PATH_MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/CCM_Proxy_MutualAuth/72057594037927939/SMS_MP/.sms_aut?MPLIST /SMS_MP/.sms_aut"
                        + " /SMS_MP/.sms_aut?MPLIST",
                "/CCM_PROXY_MUTUALAUTH/8/CCM_System/request /CCM_System/request /CCM_System/request",
                "/ccm_proxy_mutualauth/8/SMS_MP/.sms_pol?%7BA%7D.1_00 /SMS_MP/.sms_pol /SMS_MP/.sms_pol?%7BA%7D.1_00",
                "/CCM_Proxy_MutualAuth/8/%53MS_MP/{x}/%7By%7D/ /SMS_MP/{x}/{y}/ /%53MS_MP/{x}/%7By%7D/",
                "/CCM_Proxy_MutualAuth/8/SMS_DP_SMSPKG$/a%20b/c.cab?x=..%2f/// /SMS_DP_SMSPKG$/a_BLANK_b/c.cab"
                        + " /SMS_DP_SMSPKG$/a%20b/c.cab?x=..%2f///",
            })
    void matchesTheDecodedPathAndPassesItOnAsReceived(String uri, String path, String target) {
        RoleTarget parsed = (RoleTarget) RequestTarget.parse(uri);

        assertThat(parsed.path()).isEqualTo(path.replace("_BLANK_", " "));
        assertThat(parsed.target()).isEqualTo(target);
        assertThat(parsed.prefix()).isEqualTo(Prefix.MUTUAL_AUTH);
    }

    @Test
    void parsesTheRoleAndThePrefix() {
        RoleTarget parsed = (RoleTarget) RequestTarget.parse("/CCM_PROXY_SERVERAUTH/72057594037927939/CCM_STS");

        assertThat(parsed.prefix()).isEqualTo(Prefix.SERVER_AUTH);
        assertThat(parsed.roleId()).isEqualTo("72057594037927939");
        RoleTarget bare = (RoleTarget) RequestTarget.parse("/CCM_Proxy_ServerAuth/8?x");
        assertThat(bare.path()).isEmpty();
        assertThat(bare.target()).isEqualTo("?x");
    }

    @Test
    void knowsWhatTheGatewayAnswersItself() {
        assertThat(RequestTarget.parse("/CCM_Proxy_MutualAuth/ServiceMetadata"))
                .isEqualTo(new ServiceMetadata(Prefix.MUTUAL_AUTH));
        assertThat(RequestTarget.parse("/ccm_proxy_serverauth/servicemetadata?x"))
                .isEqualTo(new ServiceMetadata(Prefix.SERVER_AUTH));
        assertThat(RequestTarget.parse("/CCM_Proxy_ServerAuth/AADAuthInfo?x=1&tenantid=T"))
                .isEqualTo(new TenantInfo("T"));
        assertThat(RequestTarget.parse("/CCM_Proxy_ServerAuth/AADAuthInfo?TenantID=%54%2d1"))
                .isEqualTo(new TenantInfo("T-1"));
        assertThat(RequestTarget.parse("/CCM_Proxy_ServerAuth/AADAuthInfo")).isEqualTo(new TenantInfo(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TenantID=a&TenantID=b", "TenantID=a&tenantid=a", "TenantID=%", "TenantID=%4", "TenantID=%zz"})
    void refusesATenantThatCanBeReadInTwoWays(String query) {
        assertThat(refused("/CCM_Proxy_ServerAuth/AADAuthInfo?" + query).reason())
                .isEqualTo(RefusalReason.PATH_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/CCM_Proxy_MutualAuth",
                "/CCM_Proxy_MutualAuth/",
                "/CCM_Proxy_MutualAuth/AADAuthInfo?TenantID=T",
                "/CCM_Proxy_ServerAuth/ServiceMetadata/x",
                "/CCM_Proxy_ServerAuth/123456789012345678901/CCM_STS",
                "/CCM_Proxy_ServerAuth/12a/CCM_STS",
                "/CCM_Proxy_Other/8/CCM_STS",
                "/CCM_STS"
            })
    void knowsNothingElse(String uri) {
        assertThat(refused(uri).reason()).isEqualTo(RefusalReason.PATH_UNKNOWN);
    }

    @CanIgnoreReturnValue
    private static Refusal refused(String uri) {
        return catchThrowableOfType(Refusal.class, () -> RequestTarget.parse(uri));
    }
}
