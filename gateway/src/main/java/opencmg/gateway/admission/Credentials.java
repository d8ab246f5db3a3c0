package opencmg.gateway.admission;

import io.vertx.core.MultiMap;
import java.util.List;
import opencmg.gateway.identity.PeerChain;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows of itself.
 *
 * @param bearer the token behind {@code Authorization: Bearer}; null when there is none
 * @param scheme of an Authorization field that is not Bearer, for explanations; null when there is none
 */
record Credentials(@Nullable String bearer, @Nullable String scheme, PeerChain chain) {

    private static final String BEARER = "Bearer ";
    private static final int LONGEST_SCHEME = 32;

    /** @throws Refusal when the field comes twice: two readers could pick different ones */
    static Credentials of(AdmissionRequest arrival) {
        PeerChain chain = PeerChain.of(arrival.peerChain());
        String field = authorization(arrival.headers());
        if (field == null) {
            return new Credentials(null, null, chain);
        }
        if (field.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Credentials(field.substring(BEARER.length()).strip(), null, chain);
        }
        int blank = field.indexOf(' ');
        boolean named = blank > 0 && blank <= LONGEST_SCHEME;
        return new Credentials(null, named ? field.substring(0, blank) : "without a blank", chain);
    }

    private static @Nullable String authorization(MultiMap headers) {
        List<String> fields = headers.getAll("authorization");
        if (fields.size() > 1) {
            throw new Refusal(RefusalReason.TOKEN_MALFORMED, "there are " + fields.size() + " Authorization fields");
        }
        return fields.isEmpty() ? null : fields.get(0);
    }
}
