package opencmg.client.message;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import opencmg.settings.Secret;

/** Request and reply for a client's own token (protocol.md 5.3; the format of both is specific to this project). */
public final class ClientToken {

    public static final String ENDPOINT = "MP_TokenManager";

    private ClientToken() {}

    public static String request() {
        return "<ClientTokenRequest SchemaVersion=\"1.00\"/>";
    }

    /**
     * A token that the site issued.
     *
     * @param token valid only together with the client's certificate
     * @param id identifies it in logs and when it is blocked
     * @param notBefore time of issue
     * @param expires after 90 days
     */
    public record IssuedToken(Secret token, String id, Instant notBefore, Instant expires) {}

    /** Parses a {@code ClientTokenReply}. */
    public static IssuedToken parse(Reply reply) {
        Xml root = reply.xml();
        if (!root.name().equals("ClientTokenReply") || root.text().isEmpty()) {
            throw new UnreadableReplyException("the answer to a request for a client token is a " + root.name());
        }
        return new IssuedToken(
                Secret.of(root.text()), root.attribute("UniqueId"), time(root, "NotBefore"), time(root, "Expires"));
    }

    private static Instant time(Xml root, String name) {
        try {
            return Instant.parse(root.attribute(name));
        } catch (DateTimeParseException e) {
            throw new UnreadableReplyException(
                    name + " of the ClientTokenReply is '" + root.attribute(name) + "', no time", e);
        }
    }
}
