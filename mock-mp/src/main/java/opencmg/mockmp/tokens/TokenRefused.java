package opencmg.mockmp.tokens;

/** The site does not issue the token that was asked for; the text says why. */
public final class TokenRefused extends RuntimeException {

    public TokenRefused(String reason) {
        super(reason);
    }
}
