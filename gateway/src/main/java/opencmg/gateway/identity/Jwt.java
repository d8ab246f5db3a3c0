package opencmg.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed JSON Web Token whose header names RS256. Nothing in it is trustworthy before {@link #checkSignature}. Key references in the header
 * ({@code jku}, {@code x5u}, {@code jwk}, {@code x5c}) are never read.
 */
final class Jwt {

    static final int MAX_CHARACTERS = 16 * 1024;

    /** The accepted difference between the clocks of issuer and gateway. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final long MAX_EPOCH_SECOND = 253_402_300_799L;
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private final String header;
    private final String payload;
    private final Base64URL signature;
    private final Map<String, Object> headerFields;
    private final Map<String, Object> claims;

    private Jwt(String[] parts) {
        this.header = parts[0];
        this.payload = parts[1];
        this.signature = Base64URL.encode(decode(parts[2], "signature"));
        this.headerFields = json(header, "header");
        this.claims = json(payload, "payload");
    }

    static Jwt parse(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new Refusal(
                    RefusalReason.TOKEN_TOO_LARGE,
                    "the token has " + text.length() + " characters, " + MAX_CHARACTERS + " are allowed");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw malformed("it has " + parts.length + " parts, a signed JWT has 3");
        }
        Jwt jwt = new Jwt(parts);
        jwt.checkHeader();
        return jwt;
    }

    /** A text field of the header, for example the key id in {@code kid} or {@code x5t}. */
    @Nullable
    String headerField(String name) {
        return headerFields.get(name) instanceof String text ? text : null;
    }

    @Nullable
    String text(String claim) {
        return claims.get(claim) instanceof String text ? text : null;
    }

    boolean has(String claim) {
        return claims.containsKey(claim);
    }

    /** A member of a claim that is an object, for example {@code cnf}. */
    @Nullable
    String text(String claim, String member) {
        return claims.get(claim) instanceof Map<?, ?> object && object.get(member) instanceof String text ? text : null;
    }

    /** {@code aud}: one string or a list. */
    List<String> audiences() {
        Object aud = claims.get("aud");
        if (aud instanceof List<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return aud instanceof String one ? List.of(one) : List.of();
    }

    void checkSignature(RSAPublicKey key) {
        try {
            // The library parses the header too: it knows which critical fields it would have to understand.
            JWSHeader parsed = JWSHeader.parse(new Base64URL(header));
            byte[] signed = (header + "." + payload).getBytes(StandardCharsets.US_ASCII);
            if (!new RSASSAVerifier(key).verify(parsed, signed, signature)) {
                throw new Refusal(RefusalReason.TOKEN_SIGNATURE, "the signature does not fit the token's text and key");
            }
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw new Refusal(RefusalReason.TOKEN_SIGNATURE, "the signature cannot be checked: " + e.getMessage(), e);
        }
    }

    /**
     * Checks exp, which is required, and nbf, which is optional (RFC 7519 4.1.5).
     *
     * @param name of the token, for the text of the refusal
     * @return exp
     */
    Instant checkTime(Instant now, String name) {
        Instant from = claims.containsKey("nbf") ? instant("nbf") : Instant.MIN;
        Instant until = instant("exp");
        if (until.isBefore(now.minus(SKEW))) {
            throw new Refusal(
                    RefusalReason.TOKEN_EXPIRED,
                    "the " + name + " expired at " + until + ", now is " + now,
                    "The token expired at " + until + ", now is " + now);
        }
        if (from.isAfter(now.plus(SKEW))) {
            throw new Refusal(
                    RefusalReason.TOKEN_NOT_YET_VALID,
                    "the " + name + " is valid from " + from + ", now is " + now,
                    "The token is valid from " + from + ", now is " + now);
        }
        return until;
    }

    private Instant instant(String claim) {
        if (claims.get(claim) instanceof Long seconds && seconds >= 0 && seconds <= MAX_EPOCH_SECOND) {
            return Instant.ofEpochSecond(seconds);
        }
        throw new Refusal(
                RefusalReason.TOKEN_CLAIMS,
                "the claim " + claim + " is missing or not a whole number of seconds before the year 10000");
    }

    private void checkHeader() {
        String alg = headerField("alg");
        String typ = headerField("typ");
        if (!"RS256".equals(alg)) {
            throw new Refusal(
                    RefusalReason.TOKEN_ALGORITHM, "alg is " + PrintableText.quoted(alg) + ", only RS256 is accepted");
        }
        if (typ == null || !TYPES.contains(typ.toLowerCase(Locale.ROOT))) {
            throw new Refusal(
                    RefusalReason.TOKEN_ALGORITHM, "typ is " + PrintableText.quoted(typ) + ", only JWT is accepted");
        }
        if (headerFields.containsKey("crit")) {
            throw new Refusal(RefusalReason.TOKEN_ALGORITHM, "the header has crit, which is not accepted");
        }
    }

    private static Map<String, Object> json(String part, String name) {
        try {
            return StrictJson.object(decode(part, name));
        } catch (IOException e) {
            // The parser's message quotes the token, so it must not reach a log.
            throw malformed("its " + name + " is not one JSON object with every name once");
        }
    }

    private static byte[] decode(String part, String name) {
        if (part.isEmpty() || part.indexOf('=') >= 0) {
            throw malformed("its " + name + " is empty or padded");
        }
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw malformed("its " + name + " is not base64url");
        }
    }

    private static Refusal malformed(String what) {
        return new Refusal(RefusalReason.TOKEN_MALFORMED, "the token cannot be read: " + what);
    }
}
