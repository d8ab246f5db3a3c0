package opencmg.mockmp.tokens;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of site tokens, by their claim {@code SCCMTokenCategory}. */
public enum TokenCategory {
    /** The bulk registration token (protocol.md 5.1). */
    BULK("SCCMPreAuthToken"),
    /** The CCM access token that CCM_STS issues (5.2; the value is our own). */
    ACCESS("CCMAccessToken"),
    /** The client's own token, bound to its certificate (5.3; the value is our own). */
    CLIENT("SelfProveToken");

    private final String claim;

    TokenCategory(String claim) {
        this.claim = claim;
    }

    public String claim() {
        return claim;
    }

    static Optional<TokenCategory> of(String claim) {
        return Arrays.stream(values())
                .filter(known -> known.claim.equals(claim))
                .findFirst();
    }
}
