package opencmg.client.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import opencmg.settings.Secret;
import org.junit.jupiter.api.Test;

/** The command lines of two published guides, and variations. */
class SetupArgumentsTest {

    private static final String TOKEN_GUIDE =
            "ccmsetup.exe /mp:https://CONTOSO.CLOUDAPP.NET/CCM_Proxy_MutualAuth/72186325152220500 CCMHOSTNAME=CONTOSO.CLOUD"
                    + "APP.NET/CCM_Proxy_MutualAuth/72186325152220500 SMSSiteCode=ABC SMSMP=https://mp1.contoso.com /regtoken:eyJ0eXA"
                    + "iOiJKV1QiLCJhbGciOiJSUzI1NiIsIng1dCI6Ik9Tbzh2Tmd5VldRUjlDYVh5T2lacHFlMDlXNCJ9.eyJTQ0NNVG9rZW5DYXRlZ29yeSI6IlN7"
                    + "Q01QcmVBdXRoVG9rZW4iLCJBdXRob3JpdHkiOiJTQ0NNIiwiTGljZW5zZSI6IlNDQ00iLCJUeXBlIjoiQnVsa1JlZ2lzdHJhdGlvbiIsIlRlbm"
                    + "FudElkIjoiQ0RDQzVFOTEtMEFERi00QTI0LTgyRDAtMTk2NjY3RjFDMDgxIiwiVW5pcXVlSWQiOiJkYjU5MWUzMy1wNmZkLTRjNWItODJmMy1i"
                    + "ZjY3M2U1YmQwYTIiLCJpc3MiOiJ1cm46c2NjbTpvYXV0aDI6Y2RjYzVlOTEtMGFkZi00YTI0LTgyZDAtMTk2NjY3ZjFjMDgxIiwiYXVkIjoidX"
                    + "JuOnNjY206c2VydmljZSIsImV4cCI6MTU4MDQxNbUwNSwibmJmIjoxNTgwMTU2MzA1fQ.ZUJkxCX6lxHUZhMH_WhYXFm_tbXenEdpgnbIqI1h8"
                    + "hYIJw7xDk3wv625SCfNfsqxhAwRwJByfkXdVGgIpAcFshzArXUVPPvmiUGaxlbB83etUTQjrLIk-gvQQZiE5NSgJ63LCp5KtqFCZe8vlZxnOlo"
                    + "ErFIrebjFikxqAgwOO4i5ukJdl3KQ07YPRhwpuXmwxRf1vsiawXBvTMhy40SOeZ3mAyCRypQpQNa7NM3adCBwUtYKwHqiX3r1jQU0y57LvU_br"
                    + "BfLUL6JUpk3ri-LSpwPFarRXzZPJUu4-mQFIgrMmKCYbFk3AaEvvrJienfWSvFYLpIYA7lg-6EVYRcCAA";

    @Test
    void parsesTheCommandLineOfTheBuildGuide() {
        SetupArguments arguments = SetupArguments.parse(List.of(
                "ccmsetup.exe",
                "/NoCRLCheck",
                "/source:C:\\Client Files",
                "SMSSITECODE=abc",
                "CCMHOSTNAME=\"CMG.EXAMPLE/CCM_Proxy_MutualAuth/72057594037927939\"",
                "SMSMP=\"mp1.contoso.com\"",
                "/regtoken:eyJ0.a-b_c",
                "CCMALWAYSINF=1"));

        assertThat(arguments.has("nocrlcheck")).isTrue();
        assertThat(arguments.value("source")).contains("C:\\Client Files");
        assertThat(arguments.siteCode()).isEqualTo("ABC");
        assertThat(arguments.gateway()).contains(new InternetMp("CMG.EXAMPLE", "72057594037927939"));
        assertThat(arguments.property("SMSMP")).contains("mp1.contoso.com");
        assertThat(arguments.registrationToken().map(Secret::reveal)).contains("eyJ0.a-b_c");
        assertThat(arguments.alwaysOnInternet()).isTrue();
    }

    /** As published, except that the token is invalid. */
    @Test
    void parsesTheCommandLineOfTheTokenGuideAsOneWord() {
        SetupArguments arguments = SetupArguments.parse(List.of(TOKEN_GUIDE));

        InternetMp mp = arguments.gateway().orElseThrow();
        assertThat(mp.url(true, "/CCM_STS"))
                .isEqualTo("https://CONTOSO.CLOUDAPP.NET/CCM_Proxy_ServerAuth/72186325152220500/CCM_STS");
        assertThat(arguments.value("mp"))
                .contains("https://CONTOSO.CLOUDAPP.NET/CCM_Proxy_MutualAuth/72186325152220500");
        assertThat(arguments.siteCode()).isEqualTo("ABC");
        assertThat(arguments.intranetMps()).containsExactly(new IntranetMp("https", "mp1.contoso.com", 443));
        assertThat(arguments.alwaysOnInternet()).isFalse();
        assertThat(arguments.registrationToken().map(Secret::reveal))
                .hasValueSatisfying(token ->
                        assertThat(token).startsWith("eyJ0eXAiOiJKV1Qi").endsWith("6EVYRcCAA"));
        assertThat(arguments).hasToString(TOKEN_GUIDE.replaceFirst("/regtoken:.*", "/regtoken:******"));
    }

    @Test
    void parsesTheCommandLineOfTheBuildGuideAsOneWordWithQuotes() {
        SetupArguments arguments =
                SetupArguments.parse(List.of("ccmsetup.exe /NoCRLCheck /source:\"C:\\Client Files\" SMSSITECODE=P01"
                        + " CCMHOSTNAME=\"TKCMG01.EPLUS.LOCAL/CCM_Proxy_MutualAuth/72057594037927939\""
                        + " SMSMP=\"mp1.eplus.local\" /regtoken:eyJ0 CCMALWAYSINF=1"));

        assertThat(arguments.value("source")).contains("C:\\Client Files");
        assertThat(arguments.gateway()).contains(new InternetMp("TKCMG01.EPLUS.LOCAL", "72057594037927939"));
        assertThat(arguments.intranetMps()).containsExactly(new IntranetMp("http", "mp1.eplus.local", 80));
        assertThat(arguments.alwaysOnInternet()).isTrue();
    }

    @Test
    void usesThePortProperties() {
        SetupArguments arguments = SetupArguments.parse(List.of(
                "CCMHOSTNAME=gw/CCM_Proxy_MutualAuth/8",
                "CCMHTTPSPORT=8443",
                "CCMHTTPPORT=8080",
                "SMSMP=mp1;https://mp2;http://mp3:81"));

        assertThat(arguments.gateway()).contains(new InternetMp("gw:8443", "8"));
        assertThat(arguments.intranetMps())
                .containsExactly(
                        new IntranetMp("http", "mp1", 8080),
                        new IntranetMp("https", "mp2", 8443),
                        new IntranetMp("http", "mp3", 81));
    }

    @Test
    void keepsUnknownArgumentsForTheLog() {
        SetupArguments arguments = SetupArguments.parse(List.of(
                "/retry:1", "/AlwaysExcludeUpgrade:TRUE", "/BITSPriority:LOW", "CCMFIRSTCERT=1", "SMSCACHESIZE=10240"));

        assertThat(arguments.switches()).containsKeys("retry", "alwaysexcludeupgrade", "bitspriority");
        assertThat(arguments.properties()).containsKeys("CCMFIRSTCERT", "SMSCACHESIZE");
    }

    @Test
    void usesMpAsTheGatewayWithoutAHostName() {
        assertThat(SetupArguments.parse(List.of("/mp:https://gw:8443/ccm_proxy_mutualauth/8"))
                        .gateway())
                .contains(new InternetMp("gw:8443", "8"));
        assertThat(InternetMp.parse("[::1]:8443/CCM_Proxy_MutualAuth/8").service())
                .isEqualTo("[::1]:8443");
    }

    @Test
    void masksTheToken() {
        assertThat(SetupArguments.parse(List.of("/RegToken:eyJ0", "SMSSITECODE=ABC")))
                .hasToString("ccmsetup.exe /regtoken:****** SMSSITECODE=ABC");
        assertThat(SetupArguments.parse(List.of("\"/regtoken:eyJ0\"", "/RegToken:\"eyJ0\""))
                        .line())
                .doesNotContain("eyJ0");
    }

    @Test
    void refusesInvalidArgumentsAndShowsAValidExample() {
        assertRefused("CCMHOSTNAME=https://mp1.contoso.com SMSSITECODE=ABC", "CCM_Proxy_MutualAuth/");
        assertRefused("/mp:gw/CCM_Proxy_MutualAuth/x SMSSITECODE=ABC", "CCM_Proxy_MutualAuth/");
        assertRefused("/NoCRLCheck SMSSITECODE=ABC", "CCMHOSTNAME=");
        assertRefused("SMSMP=mp1 CCMALWAYSINF=1 SMSSITECODE=ABC", "CCMHOSTNAME=");
        assertRefused("SMSMP=mp1/path SMSSITECODE=ABC", "SMSMP=mp1.corp.example");
        assertRefused("SMSMP=mp1 CCMHTTPPORT=x SMSSITECODE=ABC", "CCMHTTPPORT=80");
        assertRefused("/mp:gw/CCM_Proxy_MutualAuth/8 X=1", "SMSSITECODE=LAB");
        assertRefused("/mp:gw/CCM_Proxy_MutualAuth/8 SMSSITECODE=AB", "SMSSITECODE=LAB");
        assertRefused("/mp:gw/CCM_Proxy_MutualAuth/8 install", "neither a switch nor a property");
    }

    private static void assertRefused(String line, String example) {
        assertThatThrownBy(() -> {
                    SetupArguments arguments = SetupArguments.parse(List.of(line));
                    arguments.validate();
                    assertThat(arguments.siteCode()).isNull();
                })
                .isInstanceOf(InvalidCommandLineException.class)
                .hasMessageContaining(example);
    }
}
