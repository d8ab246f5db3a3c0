package opencmg.gateway.identity;

import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.site.PublishedSite;
import opencmg.settings.site.BlockedToken;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that the site has signed (protocol.md 5.1 to 5.3). First the key and the signature: what a token says of itself is worth explaining
 * only when the site has said it. Computes; call it off the event loop.
 */
final class SiteTokenVerifier {

    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Clock clock;

    SiteTokenVerifier(Clock clock) {
        this.clock = clock;
    }

    Identity.SiteToken verify(Jwt jwt, PublishedSite site) {
        checkType(jwt);
        jwt.checkSignature(key(jwt, site));
        checkIssue(jwt, site);
        TokenKind kind = kind(jwt);
        UUID id = id(jwt, kind);
        Instant until = jwt.checkTime(clock.instant(), kind.text() + " " + id);
        checkBlock(site.blockedTokens().get(id), "the " + kind.text() + " " + id);
        checkParent(jwt, site, kind.text() + " " + id);
        return new Identity.SiteToken(kind, id, jwt.text(SiteTokenClaims.DEVICE_ID), boundTo(jwt, kind, id), until);
    }

    /** Narrower than what Entra may send: the site never signs an at+jwt (RFC 9068), so one under its key is not its own. */
    private static void checkType(Jwt jwt) {
        String type = jwt.headerField("typ");
        if (!"JWT".equalsIgnoreCase(type)) {
            throw new Refusal(
                    RefusalReason.TOKEN_ALGORITHM,
                    "typ is " + PrintableText.quoted(type) + ", tokens of a site have JWT");
        }
    }

    private static RSAPublicKey key(Jwt jwt, PublishedSite site) {
        String x5t = jwt.headerField("x5t");
        RSAPublicKey key = x5t == null ? null : site.tokenSigners().key(x5t);
        if (key == null) {
            throw new Refusal(
                    RefusalReason.TOKEN_KEY_UNKNOWN,
                    "x5t is " + PrintableText.quoted(x5t) + ", site " + site.code() + " signs with "
                            + site.tokenSigners().thumbprints() + "; what it says of itself is not proved: "
                            + SiteTokenClaims.CATEGORY + " " + PrintableText.quoted(jwt.text(SiteTokenClaims.CATEGORY))
                            + ", "
                            + SiteTokenClaims.UNIQUE_ID + " "
                            + PrintableText.quoted(jwt.text(SiteTokenClaims.UNIQUE_ID)));
        }
        return key;
    }

    private static void checkIssue(Jwt jwt, PublishedSite site) {
        String issuer = site.configuration().tokens().issuer();
        String audience = site.configuration().tokens().audience();
        if (!issuer.equals(jwt.text("iss"))) {
            throw new Refusal(
                    RefusalReason.TOKEN_ISSUER,
                    "iss is " + PrintableText.quoted(jwt.text("iss")) + ", accepted is '" + issuer + "'");
        }
        if (!jwt.audiences().equals(List.of(audience))) {
            throw new Refusal(
                    RefusalReason.TOKEN_AUDIENCE,
                    "aud is " + PrintableText.quoted(String.join(" ", jwt.audiences())) + ", accepted is '" + audience
                            + "'");
        }
        String hierarchy = site.configuration().hierarchyId().toString();
        if (!hierarchy.equalsIgnoreCase(jwt.text(SiteTokenClaims.TENANT_ID))) {
            throw new Refusal(
                    RefusalReason.TOKEN_CLAIMS,
                    "TenantId is " + PrintableText.quoted(jwt.text(SiteTokenClaims.TENANT_ID)) + ", the hierarchy is "
                            + hierarchy);
        }
    }

    private static TokenKind kind(Jwt jwt) {
        String category = jwt.text(SiteTokenClaims.CATEGORY);
        String type = jwt.text(SiteTokenClaims.TYPE);
        TokenKind kind = TokenKind.of(category, type);
        if (kind == null) {
            throw new Refusal(
                    RefusalReason.TOKEN_CLAIMS,
                    "SCCMTokenCategory is " + PrintableText.quoted(category) + " and Type is "
                            + PrintableText.quoted(type) + ", which is no kind of token that this gateway knows");
        }
        return kind;
    }

    private static UUID id(Jwt jwt, TokenKind kind) {
        return guid(jwt, SiteTokenClaims.UNIQUE_ID, kind.text());
    }

    private static UUID guid(Jwt jwt, String claim, String token) {
        String id = jwt.text(claim);
        if (id == null || !GUID.matcher(id).matches()) {
            throw new Refusal(
                    RefusalReason.TOKEN_CLAIMS,
                    claim + " of the " + token + " is " + PrintableText.quoted(id) + ", not a GUID");
        }
        return UUID.fromString(id);
    }

    /** Who blocks a token means what was got with it too. */
    private static void checkParent(Jwt jwt, PublishedSite site, String token) {
        if (jwt.has(SiteTokenClaims.PARENT_ID)) {
            UUID parent = guid(jwt, SiteTokenClaims.PARENT_ID, token);
            checkBlock(
                    site.blockedTokens().get(parent), "the " + token + " was got with the token " + parent + ", which");
        }
    }

    private static void checkBlock(@Nullable BlockedToken block, String which) {
        if (block != null) {
            throw new Refusal(
                    RefusalReason.TOKEN_BLOCKED,
                    which + " was blocked at " + block.at() + " by "
                            + (block.by().isEmpty() ? "somebody" : block.by()));
        }
    }

    /** A binding that is not understood is no reason to do without: the token would open more than the site meant. */
    private static @Nullable String boundTo(Jwt jwt, TokenKind kind, UUID id) {
        String thumbprint = jwt.text(SiteTokenClaims.CONFIRMATION, SiteTokenClaims.CERTIFICATE_THUMBPRINT);
        if (thumbprint == null && (kind.mustBeBound() || jwt.has(SiteTokenClaims.CONFIRMATION))) {
            throw new Refusal(
                    RefusalReason.TOKEN_CLAIMS,
                    "the " + kind.text() + " " + id + " names no certificate by "
                            + SiteTokenClaims.CERTIFICATE_THUMBPRINT + " in cnf");
        }
        return thumbprint;
    }
}
