package opencmg.gateway.identity;

import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import opencmg.gateway.identity.Identity.TokenKind;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.site.PublishedSite;
import opencmg.settings.site.BlockedToken;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens signed by the site (protocol.md 5.1 to 5.3). Key and signature come first: the claims of a token are worth explaining only when the
 * site made them. CPU-bound, so call it off the event loop.
 */
final class SiteTokenVerifier {

    // Claim names (protocol.md 5.1; DeviceId, ParentId and cnf are this project's choice, cnf as in RFC 8705 3.1).
    private static final String CATEGORY = "SCCMTokenCategory";
    private static final String TYPE = "Type";
    private static final String TENANT_ID = "TenantId";
    private static final String UNIQUE_ID = "UniqueId";
    private static final String DEVICE_ID = "DeviceId";
    /** UniqueId of the token in exchange for which an access token was issued. */
    private static final String PARENT_ID = "ParentId";

    private static final String CONFIRMATION = "cnf";
    private static final String CERTIFICATE_THUMBPRINT = "x5t#S256";

    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Clock clock;

    SiteTokenVerifier(Clock clock) {
        this.clock = clock;
    }

    Identity.SiteToken verify(Jwt jwt, PublishedSite site) {
        checkType(jwt);
        jwt.checkSignature(key(jwt, site));
        checkIssuerAndAudience(jwt, site);
        TokenKind kind = kind(jwt);
        UUID id = id(jwt, kind);
        Instant until = jwt.checkTime(clock.instant(), kind.text() + " " + id);
        checkNotBlocked(site.blockedTokens().get(id), "the " + kind.text() + " " + id);
        checkParent(jwt, site, kind.text() + " " + id);
        return new Identity.SiteToken(kind, id, jwt.text(DEVICE_ID), boundTo(jwt, kind, id), until);
    }

    /** Stricter than for Entra: a site never signs an at+jwt (RFC 9068), so such a token is not its own, whatever its key. */
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
                            + CATEGORY + " " + PrintableText.quoted(jwt.text(CATEGORY))
                            + ", "
                            + UNIQUE_ID + " "
                            + PrintableText.quoted(jwt.text(UNIQUE_ID)));
        }
        return key;
    }

    private static void checkIssuerAndAudience(Jwt jwt, PublishedSite site) {
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
        if (!hierarchy.equalsIgnoreCase(jwt.text(TENANT_ID))) {
            throw new Refusal(
                    RefusalReason.TOKEN_CLAIMS,
                    "TenantId is " + PrintableText.quoted(jwt.text(TENANT_ID)) + ", the hierarchy is " + hierarchy);
        }
    }

    private static TokenKind kind(Jwt jwt) {
        String category = jwt.text(CATEGORY);
        String type = jwt.text(TYPE);
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
        return guid(jwt, UNIQUE_ID, kind.text());
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

    /** Blocking a token also blocks the access tokens that were issued in exchange for it. */
    private static void checkParent(Jwt jwt, PublishedSite site, String token) {
        if (jwt.has(PARENT_ID)) {
            UUID parent = guid(jwt, PARENT_ID, token);
            checkNotBlocked(
                    site.blockedTokens().get(parent), "the " + token + " was got with the token " + parent + ", which");
        }
    }

    private static void checkNotBlocked(@Nullable BlockedToken block, String token) {
        if (block != null) {
            throw new Refusal(
                    RefusalReason.TOKEN_BLOCKED,
                    token + " was blocked at " + block.at() + " by "
                            + (block.by().isEmpty() ? "somebody" : block.by()));
        }
    }

    /** A binding that is not understood must not be ignored: the token would open more than the site intended. */
    private static @Nullable String boundTo(Jwt jwt, TokenKind kind, UUID id) {
        String thumbprint = jwt.text(CONFIRMATION, CERTIFICATE_THUMBPRINT);
        if (thumbprint == null && (kind == TokenKind.CLIENT || jwt.has(CONFIRMATION))) {
            throw new Refusal(
                    RefusalReason.TOKEN_CLAIMS,
                    "the " + kind.text() + " " + id + " names no certificate by " + CERTIFICATE_THUMBPRINT + " in cnf");
        }
        return thumbprint;
    }
}
