package opencmg.client.message;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import opencmg.settings.Secret;

/** A client asks for its own token with a signed message (protocol.md 5.3; the form of both is this project's own). */
public final class ClientToken {

    public static final String ENDPOINT = "MP_TokenManager";

    private ClientToken() {}

    public static String request() {
        return "<ClientTokenRequest SchemaVersion=\"1.00\"/>";
    }

    /**
     * What the site gave.
     *
     * @param token good together with the client's certificate alone
     * @param id for the log and for blocking it
     * @param notBefore when it was made
     * @param expires end of its 90 days
     */
    public record Granted(Secret token, String id, Instant notBefore, Instant expires) {}

    /** Reads the {@code ClientTokenReply}. */
    public static Granted granted(Reply reply) {
        Xml answer = reply.xml();
        if (!answer.name().equals("ClientTokenReply") || answer.text().isEmpty()) {
            throw new UnreadableReplyException("the answer to a request for a client token is a " + answer.name());
        }
        return new Granted(
                Secret.of(answer.text()),
                answer.attribute("UniqueId"),
                time(answer, "NotBefore"),
                time(answer, "Expires"));
    }

    private static Instant time(Xml answer, String name) {
        try {
            return Instant.parse(answer.attribute(name));
        } catch (DateTimeParseException e) {
            throw new UnreadableReplyException(
                    name + " of the ClientTokenReply is '" + answer.attribute(name) + "', no time", e);
        }
    }
}
