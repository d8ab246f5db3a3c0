package opencmg.mockmp.tokens;

/** Names and values in site tokens. Those of the bulk registration token are the product's (protocol.md 5.1), the rest is this project's own. */
final class Claims {

    static final String CATEGORY = "SCCMTokenCategory";
    static final String TYPE = "Type";
    static final String UNIQUE_ID = "UniqueId";
    static final String TENANT = "TenantId";
    static final String DEVICE = "DeviceId";
    static final String PARENT = "ParentId";
    static final String ENTRA_TENANT = "EntraTenantId";
    static final String ENTRA_DEVICE = "EntraDeviceId";
    static final String CONFIRMATION = "cnf";
    static final String THUMBPRINT = "x5t#S256";
    static final String AUDIENCE = "urn:sccm:service";
    static final String ISSUER_PREFIX = "urn:sccm:oauth2:";

    private Claims() {}
}
