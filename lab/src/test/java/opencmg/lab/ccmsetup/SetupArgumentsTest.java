package opencmg.lab.ccmsetup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import opencmg.settings.Secret;
import org.junit.jupiter.api.Test;

/** The two command lines of the seeds, and what people make of them. */
class SetupArgumentsTest {

    @Test
    void readsTheCommandLineOfTheBuildGuide() {
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
        assertThat(arguments.internetMp()).isEqualTo(new InternetMp("CMG.EXAMPLE", "72057594037927939"));
        assertThat(arguments.property("SMSMP")).contains("mp1.contoso.com");
        assertThat(arguments.registrationToken().map(Secret::reveal)).contains("eyJ0.a-b_c");
        assertThat(arguments.alwaysOnInternet()).isTrue();
    }

    @Test
    void readsTheCommandLineOfTheTokenGuideInOneWord() {
        SetupArguments arguments = SetupArguments.parse(
                List.of(
                        "ccmsetup.exe /mp:https://CONTOSO.CLOUDAPP.NET/CCM_Proxy_MutualAuth/72186325152220500"
                                + " CCMHOSTNAME=CONTOSO.CLOUDAPP.NET/CCM_Proxy_MutualAuth/72186325152220500"
                                + " SMSSiteCode=ABC SMSMP=https://mp1.contoso.com /source:\"C:\\Client Files\" /regtoken:eyJ0"));

        assertThat(arguments.internetMp().serverAuth("/CCM_STS"))
                .isEqualTo("https://CONTOSO.CLOUDAPP.NET/CCM_Proxy_ServerAuth/72186325152220500/CCM_STS");
        assertThat(arguments.siteCode()).isEqualTo("ABC");
        assertThat(arguments.value("source")).contains("C:\\Client Files");
    }

    @Test
    void takesTheGatewayFromMpWhenThereIsNoHostName() {
        assertThat(SetupArguments.parse(List.of("/mp:https://gw:8443/ccm_proxy_mutualauth/8"))
                        .internetMp())
                .isEqualTo(new InternetMp("gw:8443", "8"));
        assertThat(InternetMp.parse("[::1]:8443/CCM_Proxy_MutualAuth/8").service())
                .isEqualTo("[::1]:8443");
    }

    @Test
    void neverShowsTheToken() {
        assertThat(SetupArguments.parse(List.of("/RegToken:eyJ0", "SMSSITECODE=ABC")))
                .hasToString("ccmsetup.exe /regtoken:****** SMSSITECODE=ABC");
    }

    @Test
    void refusesWhatItCannotWorkWithAndShowsWhatIsRight() {
        assertRefused("CCMHOSTNAME=https://mp1.contoso.com SMSSITECODE=ABC", "CCM_Proxy_MutualAuth/");
        assertRefused("/mp:gw/CCM_Proxy_MutualAuth/x SMSSITECODE=ABC", "CCM_Proxy_MutualAuth/");
        assertRefused("/NoCRLCheck SMSSITECODE=ABC", "CCMHOSTNAME=");
        assertRefused("/mp:gw/CCM_Proxy_MutualAuth/8 X=1", "SMSSITECODE=LAB");
        assertRefused("/mp:gw/CCM_Proxy_MutualAuth/8 SMSSITECODE=AB", "SMSSITECODE=LAB");
        assertRefused("/mp:gw/CCM_Proxy_MutualAuth/8 install", "neither a switch nor a property");
    }

    private static void assertRefused(String line, String example) {
        assertThatThrownBy(() -> {
                    SetupArguments arguments = SetupArguments.parse(List.of(line));
                    assertThat(arguments.internetMp()).isNotNull();
                    assertThat(arguments.siteCode()).isNull();
                })
                .isInstanceOf(BadCommandLine.class)
                .hasMessageContaining(example);
    }
}
