package opencmg.gateway.admission;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import opencmg.gateway.identity.AuthMethod;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.identity.PeerChain;

/**
 * Header fields on their way inside: away with what only concerns the client's connection (RFC 9110 7.6.1) and with everything that could be
 * mistaken for ours, then ours. In this order, so that no client can name one of ours in {@code Connection} and have it removed.
 */
public final class IdentityHeaders {

    public static final String REQUEST_ID = "x-opencmg-request-id";
    public static final String WAY = "x-opencmg-client-way";
    public static final String SUBJECT = "x-opencmg-client-subject";
    public static final String DEVICE = "x-opencmg-client-device";
    public static final String CLIENT_CERT = "client-cert";

    /** How all header fields of this project begin. */
    public static final String OURS = "x-opencmg-";

    private static final String CLIENT_CERT_CHAIN = "client-cert-chain";
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "expect");

    private IdentityHeaders() {}

    /**
     * Adds the fields to send inside for an admitted request; the arrival's own stay as they are.
     *
     * @param forwarded empty
     */
    public static void forward(Admitted admitted, MultiMap forwarded) {
        withoutForeign(admitted.arrival().headers(), forwarded);
        forwarded.add(REQUEST_ID, HeaderText.of(admitted.arrival().requestId()));
        Identity identity = admitted.identity();
        forwarded.add(WAY, identity.way().text());
        forwarded.add(SUBJECT, HeaderText.of(identity.subject()));
        String device = identity.deviceId();
        if (device != null) {
            forwarded.add(DEVICE, HeaderText.of(device));
        }
        if (certificateIsProof(identity)) {
            forwarded.add(
                    CLIENT_CERT, PeerChain.of(admitted.arrival().peerChain()).clientCertHeader());
        }
    }

    /** A copy without the fields of the connection and without those that could pass for ours; names in lower case. */
    static void withoutForeign(MultiMap received, MultiMap kept) {
        List<String> named = namedInConnection(received);
        received.forEach((field, value) -> {
            String name = field.toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(name) && !named.contains(name) && !couldBeOurs(name)) {
                kept.add(name, value);
            }
        });
    }

    /**
     * Some servers fold names before applications see them: underscore, dot and others become a dash. Here everything but letters and digits
     * counts as a dash.
     */
    static boolean couldBeOurs(String lowerCaseName) {
        if (lowerCaseName.startsWith("c")) {
            return is(lowerCaseName, CLIENT_CERT) || is(lowerCaseName, CLIENT_CERT_CHAIN);
        }
        return lowerCaseName.startsWith("x") && folded(lowerCaseName, OURS);
    }

    private static boolean is(String lowerCaseName, String name) {
        return lowerCaseName.length() == name.length() && folded(lowerCaseName, name);
    }

    private static boolean folded(String name, String prefix) {
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

    private static List<String> namedInConnection(MultiMap received) {
        List<String> fields = received.getAll("connection");
        if (fields.isEmpty()) {
            return List.of();
        }
        List<String> named = new ArrayList<>();
        for (String field : fields) {
            for (String name : field.split(",", -1)) {
                named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return named;
    }

    /** Only a certificate that the gateway has judged goes inside: by its path, or because a token is bound to it. */
    private static boolean certificateIsProof(Identity identity) {
        return identity.way() == AuthMethod.PKI
                || (identity instanceof Identity.SiteToken token && token.boundTo() != null);
    }
}
