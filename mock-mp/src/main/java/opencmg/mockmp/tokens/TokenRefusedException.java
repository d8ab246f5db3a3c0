package opencmg.mockmp.tokens;

/** The site does not issue the token that was asked for; the text says why. */
public final class TokenRefusedException extends RuntimeException {

    public TokenRefusedException(String reason) {
        super(reason);
    }
}
