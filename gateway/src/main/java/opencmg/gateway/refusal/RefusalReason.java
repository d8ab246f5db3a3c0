package opencmg.gateway.refusal;

import static opencmg.gateway.refusal.Hop.CLIENT;
import static opencmg.gateway.refusal.Hop.CONNECTION_POINT;
import static opencmg.gateway.refusal.Hop.GATEWAY;
import static opencmg.gateway.refusal.Hop.TUNNEL;
import static opencmg.gateway.refusal.Hop.UPSTREAM;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of all refusals: what went wrong, the response for it, and what to do about it.
 *
 * <p>Real clients log the reason phrase and nothing else. Where the product's phrase is public, it is used here ({@code CMGService_Invalid_Token}
 * for every bad bearer token, the bare {@code Unauthorized} for a certificate that is not trusted; protocol.md 2.12). All other phrases are this
 * project's own: {@code CMGService_} and the code.
 */
public enum RefusalReason {
    NO_CREDENTIAL(
            401,
            Phrases.UNAUTHORIZED,
            CLIENT,
            "No client certificate was shown",
            "CCM_Proxy_MutualAuth takes a PKI client certificate. Install one on the client, or let a token client use CCM_Proxy_ServerAuth."),
    CERTIFICATE_UNTRUSTED(
            401,
            Phrases.UNAUTHORIZED,
            CLIENT,
            "The client certificate does not lead to a trusted root",
            "Upload the root and every intermediate CA certificate of the client certificate to the site's client trust; what the client sends beside its own certificate is not used."),
    CERTIFICATE_EXPIRED(
            401, Phrases.UNAUTHORIZED, CLIENT, "The client certificate has expired", "Renew the client certificate."),
    CERTIFICATE_NOT_YET_VALID(
            401,
            Phrases.UNAUTHORIZED,
            CLIENT,
            "The client certificate is not valid yet",
            "Compare the clocks of the CA and of the gateway."),
    CERTIFICATE_PURPOSE(
            401,
            Phrases.UNAUTHORIZED,
            CLIENT,
            "The certificate is not for client authentication",
            "Issue it from a template with the extended key usage Client Authentication (1.3.6.1.5.5.7.3.2)."),
    CERTIFICATE_KEY(
            401,
            Phrases.UNAUTHORIZED,
            CLIENT,
            "The key of the client certificate is too weak",
            "Issue it with an RSA key of 2048 bits or more, or with an elliptic curve key of 256 bits or more."),
    CERTIFICATE_MALFORMED(
            401,
            Phrases.UNAUTHORIZED,
            CLIENT,
            "The client certificate cannot be read",
            "Issue an X.509 version 3 certificate of at most 32 KiB."),
    CERTIFICATE_REVOKED(
            403,
            CLIENT,
            "The client certificate is revoked",
            "Issue a new certificate, or take the old one off the revocation list if it is only on hold."),
    REVOCATION_UNKNOWN(
            403,
            GATEWAY,
            "It cannot be found out whether the client certificate is revoked",
            "Make the revocation list reachable for the gateway, name it in revocation.files, or switch off client certificate revocation at the site."),

    TOKEN_MISSING(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "No bearer token was sent",
            "CCM_Proxy_ServerAuth takes Authorization: Bearer with an Entra or site token. A client with a PKI certificate uses CCM_Proxy_MutualAuth."),
    TOKEN_MALFORMED(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "The bearer token is not a readable JWT",
            "Send the whole token, three parts of base64url joined by dots, without quotes or line breaks."),
    TOKEN_TOO_LARGE(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "The bearer token is too large",
            "Tokens may have up to 16 KiB; ask the issuer for fewer claims, for example without groups."),
    TOKEN_ALGORITHM(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "The bearer token is not signed with RS256",
            "Only RS256 is accepted, with typ JWT and without crit."),
    TOKEN_KEY_UNKNOWN(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "The key that signed the token is not known",
            "A site token ends when the token signing certificate is replaced: make a new one. For an Entra token compare tenant and key set URL."),
    TOKEN_SIGNATURE(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "The signature of the token is wrong",
            "The token was changed on its way or made by somebody else: get a new one."),
    TOKEN_EXPIRED(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "The token has expired",
            "Make a new bulk registration token; an installed client renews its token when its service starts, within 90 days, else on the intranet."),
    TOKEN_NOT_YET_VALID(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "The token is not valid yet",
            "Compare the clocks of the issuer and of the gateway; five minutes of difference are allowed."),
    TOKEN_ISSUER(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "No onboarded tenant or site has issued the token",
            "Compare the token's iss with the site's issuer and the issuers of the onboarded tenants (v1 and v2 differ)."),
    TOKEN_AUDIENCE(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "The token was issued for another audience",
            "Compare the token's aud with the App ID URI of the server application in the tenant's audiences."),
    TOKEN_CLAIMS(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "The token lacks a claim or has a wrong one",
            "Use a token that the site, or the onboarded tenant, has issued for this purpose."),
    TOKEN_BLOCKED(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "The token is blocked",
            "Unblock it at the site by its id, or make a new one."),
    TOKEN_BINDING(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "The token belongs to another client certificate",
            "A client token is valid only together with the self-signed certificate that the client registered with: show that one in the TLS handshake."),
    TENANT_DISABLED(
            401,
            Phrases.INVALID_TOKEN,
            CLIENT,
            "Entra authentication is switched off for this tenant",
            "Switch it on again at the site, or let the client use a certificate or a site token."),
    TENANT_UNKNOWN(
            404,
            CLIENT,
            "The tenant is not onboarded",
            "Onboard the tenant at the site, and compare the tenant id that the client was installed with."),
    KEYS_UNREACHABLE(
            503,
            30,
            GATEWAY,
            "The keys of the token's issuer cannot be fetched",
            "Let the gateway reach the tenant's key set URL; it tries again by itself."),
    ENROLMENT_ONLY(
            403,
            CLIENT,
            "This token only opens what a new client needs",
            "Register the client, and go on with the token that it gets then."),
    COMBINATION_UNSUPPORTED(
            403,
            GATEWAY,
            "This kind of client is not served by this management point over a gateway",
            "Set the management point to HTTPS, or the site to enhanced HTTP; user-centric scenarios need a sign-in with Entra."),

    PATH_MALFORMED(
            400,
            CLIENT,
            "The path is not acceptable",
            "Send an absolute path without dot segments, empty segments, backslashes or encoded separators."),
    METHOD_NOT_ALLOWED(
            405, CLIENT, "The method is not allowed", "Use GET, HEAD, POST, CCM_POST, BITS_POST or PROPFIND."),
    URI_TOO_LONG(414, CLIENT, "The request line is too long", "Send a shorter path or query."),
    VERSION_UNSUPPORTED(
            505,
            CLIENT,
            "This version of HTTP is not spoken here",
            "Use HTTP/1.1, for example curl --http1.1; it is all that Configuration Manager clients speak."),
    BODY_STALLED(408, CLIENT, "The request body did not come in time", "Send the body without long pauses."),
    REQUEST_MALFORMED(400, CLIENT, "The request is not acceptable", "Send a request after RFC 9112."),
    PATH_UNKNOWN(
            404,
            CLIENT,
            "Nothing is published under this path",
            "Clients use /CCM_Proxy_MutualAuth/<role id>/... or /CCM_Proxy_ServerAuth/<role id>/..."),
    ROLE_UNKNOWN(
            404,
            CLIENT,
            "No site publishes this role",
            "Compare the role id in the path with the MutualAuthPath of the site database, and allow gateway traffic on the role."),
    ENDPOINT_NOT_PUBLISHED(
            404,
            CLIENT,
            "The role does not publish this endpoint",
            "Only the endpoints of the site configuration are reachable; add it there if clients need it."),
    BODY_TOO_LARGE(
            413,
            CLIENT,
            "The request body is larger than the endpoint allows",
            "Raise bodyLimit of the endpoint in the site configuration, or send less."),
    MISDIRECTED(
            421,
            CLIENT,
            "The request is for another server",
            "Send the path alone, or the whole URL with a name of the gateway's certificate; the gateway is no proxy for other servers."),
    HEADER_TOO_LARGE(431, CLIENT, "The request head is too large", "Send fewer or shorter header fields."),

    NO_SITE_CONFIGURATION(
            503,
            10,
            GATEWAY,
            "The gateway has no site configuration yet",
            "Start a connection point; it brings the site configuration."),
    NO_CONNECTION_POINT(
            503,
            10,
            TUNNEL,
            "No connection point of the site is connected",
            "Start the connection point and look at its log: it dials the gateway's tunnel port."),
    OVER_LIMIT(
            503,
            5,
            GATEWAY,
            "The gateway is at its limit",
            "Try again; raise the limits or add a gateway if it stays."),
    DRAINING(503, 5, GATEWAY, "The gateway is shutting down", "Try again; another gateway takes over."),
    TUNNEL_LOST(
            502,
            TUNNEL,
            "The tunnel broke while the request was under way",
            "Try again; look at the connection point's log if it stays."),
    CONNECTION_POINT_FAILED(
            502,
            CONNECTION_POINT,
            "The connection point could not relay the request",
            "Look for the request id in the connection point's log."),
    LOOP_DETECTED(
            508,
            CONNECTION_POINT,
            "The request came back to where it had been before",
            "Set internalUrl of the role to the management point or update point itself; it leads back to a gateway."),
    UPSTREAM_UNREACHABLE(
            502,
            UPSTREAM,
            "The connection point cannot reach the site system",
            "Check that the management point or update point runs, that the connection point knows its name, and that no firewall stands between."),
    UPSTREAM_TLS(
            502,
            UPSTREAM,
            "The connection point and the site system cannot agree on TLS",
            "Compare the site system's certificate, its name, issuer and validity, with internalUrl and upstream.trustFile at the connection point."),
    UPSTREAM_CERTIFICATE_WANTED(
            403,
            "CMGConnector_Clientcertificaterequired",
            UPSTREAM,
            "The management point wants a client certificate of the connection point",
            "Name a certificate that passes every filter under upstream.clientCertificates of the connection point; the client's own certificate is not meant."),
    UPSTREAM_LOST(
            502,
            UPSTREAM,
            "The site system broke off or gave an answer that cannot be read",
            "Look for the request id in the connection point's log, and at the site system itself: it closed the connection."),
    UPSTREAM_DEADLINE(
            504,
            UPSTREAM,
            "The site system did not answer in time",
            "Look at the load of the site system, or raise deadlineSeconds of the endpoint."),
    DEADLINE(
            504,
            CONNECTION_POINT,
            "Nothing came back through the tunnel in time",
            "The connection point has the same deadline and should have said so itself: look at its load and its log."),
    INTERNAL(500, GATEWAY, "The gateway failed", "Look for the request id in the gateway's log and report it.");

    private final int status;
    private final String phrase;
    private final Hop hop;
    private final String title;
    private final String hint;
    private final int retryAfterSeconds;

    RefusalReason(int status, Hop hop, String title, String hint) {
        this(status, null, 0, hop, title, hint);
    }

    RefusalReason(int status, String phrase, Hop hop, String title, String hint) {
        this(status, phrase, 0, hop, title, hint);
    }

    RefusalReason(int status, int retryAfterSeconds, Hop hop, String title, String hint) {
        this(status, null, retryAfterSeconds, hop, title, hint);
    }

    RefusalReason(int status, @Nullable String phrase, int retryAfterSeconds, Hop hop, String title, String hint) {
        this.status = status;
        this.phrase = phrase == null ? Phrases.of(name()) : phrase;
        this.hop = hop;
        this.title = title;
        this.hint = hint;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The identifier for programs and documentation, for example {@code token_expired}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int status() {
        return status;
    }

    /** The reason phrase of the HTTP/1.1 status line. */
    public String phrase() {
        return phrase;
    }

    /** Where the failure occurred. */
    public Hop hop() {
        return hop;
    }

    /** One sentence without details of the request. */
    public String title() {
        return title;
    }

    /** What to do about it. */
    public String hint() {
        return hint;
    }

    /** The value of the header field Retry-After; 0 when it is not sent. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** A nested class, because an enum's constants cannot use its static fields. */
    private static final class Phrases {

        static final String INVALID_TOKEN = "CMGService_Invalid_Token";
        static final String UNAUTHORIZED = "Unauthorized";

        /** {@code ROLE_UNKNOWN} becomes {@code CMGService_Role_Unknown}. */
        static String of(String name) {
            return Arrays.stream(name.split("_", -1))
                    .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining("_", "CMGService_", ""));
        }
    }
}
