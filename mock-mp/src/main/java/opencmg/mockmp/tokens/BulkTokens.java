package opencmg.mockmp.tokens;

/** Where the token tool gets its tokens from: the site server in-process, or its face over HTTP. */
public interface BulkTokens {

    /**
     * Issues one.
     *
     * @param lifetimeMinutes 1 to 10080
     * @throws TokenRefusedException when the site does not issue any
     */
    IssuedToken issue(int lifetimeMinutes);
}
