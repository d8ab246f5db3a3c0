package opencmg.gateway.identity;

/** Names of claims in site tokens (protocol.md 5.1; DeviceId, ParentId and cnf are this project's choice, cnf after RFC 8705 3.1). */
final class SiteTokenClaims {

    static final String CATEGORY = "SCCMTokenCategory";
    static final String TYPE = "Type";
    static final String TENANT_ID = "TenantId";
    static final String UNIQUE_ID = "UniqueId";
    static final String DEVICE_ID = "DeviceId";
    /** UniqueId of the token that an access token was got with. */
    static final String PARENT_ID = "ParentId";

    static final String CONFIRMATION = "cnf";
    static final String CERTIFICATE_THUMBPRINT = "x5t#S256";

    private SiteTokenClaims() {}
}
