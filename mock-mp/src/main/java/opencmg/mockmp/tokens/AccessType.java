package opencmg.mockmp.tokens;

/** What a CCM access token stands for: its claim {@code Type}. */
public enum AccessType {
    /** A device, by its client token or its Entra device token. */
    DEVICE("Device"),
    /** A user on a device, by an Entra user token. */
    USER_AND_DEVICE("UDA"),
    /** Not a client yet: got with a bulk registration token; good for enrolment alone. */
    ENROLMENT("Enrolment");

    private final String claim;

    AccessType(String claim) {
        this.claim = claim;
    }

    public String claim() {
        return claim;
    }
}
