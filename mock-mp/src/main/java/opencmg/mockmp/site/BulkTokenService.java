package opencmg.mockmp.site;

import java.time.Duration;
import opencmg.mockmp.tokens.BulkLifetime;
import opencmg.mockmp.tokens.BulkTokens;
import opencmg.mockmp.tokens.IssuedToken;
import opencmg.mockmp.tokens.TokenIssuer;
import opencmg.mockmp.tokens.TokenLedger;
import opencmg.mockmp.tokens.TokenRefusedException;

/** Issues bulk registration tokens and writes them into the ledger. Blocking. */
public final class BulkTokenService implements BulkTokens {

    private final TokenIssuer issuer;
    private final TokenLedger ledger;
    private final boolean passive;

    /**
     * A desk.
     *
     * @param passive whether the site server is in passive mode: then there are no bulk tokens (known issue of the product)
     */
    public BulkTokenService(TokenIssuer issuer, TokenLedger ledger, boolean passive) {
        this.issuer = issuer;
        this.ledger = ledger;
        this.passive = passive;
    }

    @Override
    public IssuedToken issue(int lifetimeMinutes) {
        if (passive) {
            throw new TokenRefusedException(
                    "this site has a site server in passive mode, which cannot issue bulk registration tokens");
        }
        IssuedToken token = issuer.bulk(Duration.ofMinutes(BulkLifetime.checked(lifetimeMinutes)));
        ledger.record(token, null);
        return token;
    }
}
