package opencmg.diagnose;

import java.util.ArrayList;
import java.util.List;
import opencmg.client.http.UnverifiedToken;
import opencmg.client.http.WebResponse;
import opencmg.client.message.SiteInformation;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/** Checks 5 and 6: through the gateway to each management point and each software update point, as a client would come. */
final class RoleChecks {

    private static final String SERVICE = "http://www.microsoft.com/SoftwareDistribution/Server/ClientWebService";
    private static final String GET_CONFIG =
            "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><GetConfig xmlns=\""
                    + SERVICE + "\"><protocolVersion>1.8</protocolVersion></GetConfig></soap:Body></soap:Envelope>";

    private final RoleClient channel;
    private final SignIn signIn;
    private final String siteCode;
    private @Nullable Secret ccmToken;
    private boolean signedIn;

    /** @param siteCode empty when it is not known which site it should be */
    RoleChecks(RoleClient channel, SignIn signIn, String siteCode) {
        this.channel = channel;
        this.signIn = signIn;
        this.siteCode = siteCode;
    }

    List<Finding> managementPoints(List<SiteRole> roles) {
        Finding missing = missing(Check.MANAGEMENT_POINT, roles, "--mp-role ID");
        return missing != null
                ? List.of(missing)
                : roles.stream().map(this::managementPoint).toList();
    }

    List<Finding> updatePoints(List<SiteRole> roles) {
        Finding missing = missing(Check.UPDATE_POINT, roles, "--sup-role ID");
        if (missing != null) {
            return List.of(missing);
        }
        List<Finding> findings = new ArrayList<>();
        roles.forEach(role -> findings.add(updatePoint(role)));
        return findings;
    }

    private @Nullable Finding missing(Check check, List<SiteRole> roles, String option) {
        if (signIn.kind() == SignIn.Kind.NONE) {
            return Finding.notChecked(
                    check,
                    "",
                    "there is no credential to come in with",
                    "give --token FILE, --entra-token FILE, or --client-cert FILE --client-key FILE");
        }
        return roles.isEmpty() ? Finding.notChecked(check, "", "no role id is known", "give " + option) : null;
    }

    private Finding managementPoint(SiteRole role) {
        try {
            Secret token = channel.ccmToken(role);
            ccmToken = token;
            signedIn = true;
            SiteInformation.Site site = channel.site(role, token, siteCode.isEmpty() ? "XXX" : siteCode);
            mustBeTheSite(site);
            return Finding.green(
                    Check.MANAGEMENT_POINT,
                    role.toString(),
                    (token == null
                                    ? "The client certificate was accepted, "
                                    : "CCM_STS took the " + signIn.kind().text() + ", ")
                            + "and the location request was answered by site " + site.siteCode() + ", version "
                            + site.version() + ".");
        } catch (CheckFailedException e) {
            return Finding.red(Check.MANAGEMENT_POINT, role.toString(), e);
        }
    }

    private void mustBeTheSite(SiteInformation.Site site) {
        if (!siteCode.isEmpty() && !site.siteCode().equalsIgnoreCase(siteCode)) {
            throw new CheckFailedException(
                    "The management point belongs to site " + site.siteCode() + ", not to " + siteCode + ".",
                    "Compare the role id with the MutualAuthPath in the site database.",
                    FailureOrigin.hop("upstream"));
        }
    }

    private Finding updatePoint(SiteRole role) {
        if (!signedIn) {
            ccmToken = signIn.access();
        }
        Secret token = ccmToken;
        if (token != null && UnverifiedToken.parse(token.reveal()).isEnrolment()) {
            token = signIn.access();
            if (token == null) {
                return Finding.notChecked(
                        Check.UPDATE_POINT,
                        role.toString(),
                        "a registration token opens only what a new client needs",
                        "sign in with --entra-token or --client-cert");
            }
        }
        if (token == null && signIn.kind() != SignIn.Kind.CERTIFICATE) {
            return Finding.notChecked(
                    Check.UPDATE_POINT, role.toString(), "there is no CCM token to come in with", "mend check 5 first");
        }
        try {
            WebResponse answer =
                    channel.post(role, token, "/ClientWebService/client.asmx", SERVICE + "/GetConfig", GET_CONFIG);
            if (!answer.body().toString().contains("GetConfigResult")) {
                throw new CheckFailedException(
                        "Something answered that is no software update point: " + answer.status() + " "
                                + answer.header("Content-Type") + ".",
                        "Compare internalUrl of the role with the address of the update point's web site (usually port 8530 or 8531).",
                        FailureOrigin.of(answer));
            }
            return Finding.green(Check.UPDATE_POINT, role.toString(), "GetConfig was answered.");
        } catch (CheckFailedException e) {
            return Finding.red(Check.UPDATE_POINT, role.toString(), e);
        }
    }
}
