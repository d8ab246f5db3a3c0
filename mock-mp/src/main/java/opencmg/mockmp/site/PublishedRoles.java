package opencmg.mockmp.site;

import java.net.URI;
import java.util.List;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.Role;
import opencmg.settings.site.RoleType;

/** Which paths of the two roles are published through gateways; everything else stays inside. */
public final class PublishedRoles {

    private static final long ONE_GIB = 1L << 30;
    private static final int LONG_POLL_SECONDS = 120;
    private static final int TRANSFER_SECONDS = 300;

    private PublishedRoles() {}

    public static Role managementPoint(String id, String fqdn, MpMode mode, URI internalUrl) {
        return new Role(
                id,
                RoleType.MP,
                fqdn,
                mode,
                internalUrl,
                List.of(
                        enrolment("CCM_STS", "/CCM_STS"),
                        enrolment("CCM_System", "/ccm_system"),
                        enrolment("CCM_System_TokenAuth", "/ccm_system_tokenauth"),
                        client("CCM_System_AltAuth", "/ccm_system_altauth"),
                        new Endpoint("CCM_Client", "/CCM_Client", ONE_GIB, TRANSFER_SECONDS, true),
                        new Endpoint("CCM_Incoming", "/CCM_Incoming", ONE_GIB, TRANSFER_SECONDS, false),
                        enrolment("SMS_MP", "/SMS_MP"),
                        client("SMS_MP_TokenAuth", "/SMS_MP_TokenAuth"),
                        client("SMS_MP_AltAuth", "/SMS_MP_AltAuth"),
                        client("CMUserService", "/CMUserService"),
                        new Endpoint("BGB", "/bgb", 0, LONG_POLL_SECONDS, false)));
    }

    public static Role updatePoint(String id, String fqdn, URI internalUrl) {
        return new Role(
                id,
                RoleType.SUP,
                fqdn,
                MpMode.HTTP,
                internalUrl,
                List.of(
                        client("ClientWebService", "/ClientWebService"),
                        client("SimpleAuthWebService", "/SimpleAuthWebService"),
                        client("ReportingWebService", "/ReportingWebService")));
    }

    /** What a new client needs. */
    private static Endpoint enrolment(String name, String path) {
        return new Endpoint(name, path, 0, 0, true);
    }

    private static Endpoint client(String name, String path) {
        return new Endpoint(name, path, 0, 0, false);
    }
}
