package opencmg.gateway.admission;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.identity.Identity.AuthMethod;
import opencmg.gateway.identity.PeerChain;
import opencmg.http.HeaderFields;

/**
 * The header fields of a forwarded request. First drops the hop-by-hop fields (RFC 9110 7.6.1) and everything that could be mistaken for one of the
 * gateway's own fields, then adds the gateway's fields. The order matters: otherwise a client could name one of them in {@code Connection} and so
 * have it removed.
 */
public final class IdentityHeaders {

    public static final String REQUEST_ID = "x-opencmg-request-id";
    public static final String AUTH_METHOD = "x-opencmg-client-way";
    public static final String SUBJECT = "x-opencmg-client-subject";
    public static final String DEVICE = "x-opencmg-client-device";
    public static final String CLIENT_CERT = "client-cert";

    /** Prefix of all header fields of this project. */
    public static final String RESERVED_PREFIX = "x-opencmg-";

    private static final String CLIENT_CERT_CHAIN = "client-cert-chain";
    private static final int MAX_VALUE_LENGTH = 1024;

    private IdentityHeaders() {}

    /**
     * Adds the header fields to forward for an admitted request. Does not change the fields of the request itself.
     *
     * @param forwarded empty
     */
    public static void forward(Admitted admitted, MultiMap forwarded) {
        copyEndToEnd(admitted.request().headers(), forwarded);
        forwarded.add(REQUEST_ID, encode(admitted.request().requestId()));
        Identity identity = admitted.identity();
        forwarded.add(AUTH_METHOD, identity.authMethod().text());
        forwarded.add(SUBJECT, encode(identity.subject()));
        String device = identity.deviceId();
        if (device != null) {
            forwarded.add(DEVICE, encode(device));
        }
        if (isCertificateVerified(identity)) {
            forwarded.add(
                    CLIENT_CERT, PeerChain.of(admitted.request().peerChain()).clientCertHeader());
        }
    }

    /** Copies the end-to-end fields that do not collide with reserved names; names become lower case. */
    static void copyEndToEnd(MultiMap received, MultiMap kept) {
        HeaderFields.copyEndToEnd(received, kept, IdentityHeaders::isReserved);
    }

    /**
     * Whether a server could take the name for one of the gateway's own. Some servers normalise names before applications see them: underscore,
     * dot and others become a dash. Here every character but letters and digits counts as a dash.
     */
    static boolean isReserved(String lowerCaseName) {
        if (lowerCaseName.startsWith("c")) {
            return equalsNormalised(lowerCaseName, CLIENT_CERT) || equalsNormalised(lowerCaseName, CLIENT_CERT_CHAIN);
        }
        return lowerCaseName.startsWith("x") && startsNormalised(lowerCaseName, RESERVED_PREFIX);
    }

    private static boolean equalsNormalised(String lowerCaseName, String name) {
        return lowerCaseName.length() == name.length() && startsNormalised(lowerCaseName, name);
    }

    private static boolean startsNormalised(String name, String prefix) {
        if (name.length() < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            char character = name.charAt(i);
            boolean alphanumeric = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
            if ((alphanumeric ? character : '-') != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Forwards only a certificate that the gateway has verified: by its path, or because the token is bound to it. */
    private static boolean isCertificateVerified(Identity identity) {
        return identity.authMethod() == AuthMethod.PKI
                || (identity instanceof Identity.SiteToken token && token.boundTo() != null);
    }

    /** Any text as a field value: percent-encoded UTF-8 for everything but printable ASCII, and for the percent sign. */
    private static String encode(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (encoded.length() >= MAX_VALUE_LENGTH) {
                break;
            }
            if (isPlain(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format("%%%02X", octet & 0xFF));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(String text) {
        if (text.length() > MAX_VALUE_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int character) {
        return character >= ' ' && character <= '~' && character != '%';
    }
}
