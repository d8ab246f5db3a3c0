package opencmg.tunnel.link;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import opencmg.tunnel.Hello;

/** The messages on the control stream: JSON objects with a {@code type} (docs/tunnel.md 2). */
sealed interface ControlMessage {

    JsonObject json();

    /** Connection point to gateway; the first message. */
    record Introduction(Hello hello) implements ControlMessage {
        @Override
        public JsonObject json() {
            return new JsonObject()
                    .put("type", "hello")
                    .put("connectionId", hello.connectionId().toString())
                    .put("siteCode", hello.siteCode())
                    .put("version", hello.version())
                    .put("epoch", hello.epoch())
                    .put("mostExchanges", hello.maxExchanges());
        }
    }

    /** Gateway to connection point: accepted. */
    record Welcome(String instance) implements ControlMessage {
        @Override
        public JsonObject json() {
            return new JsonObject().put("type", "welcome").put("instance", instance);
        }
    }

    /** Gateway to connection point: not accepted, and an early retry will not help. */
    record Refused(String reason) implements ControlMessage {
        @Override
        public JsonObject json() {
            return new JsonObject().put("type", "refused").put("why", reason);
        }
    }

    /** Connection point to gateway: the site configuration from now on. */
    record Site(long version, Buffer document) implements ControlMessage {
        @Override
        public JsonObject json() {
            return new JsonObject().put("type", "site").put("version", version).put("document", document);
        }
    }

    /** Gateway to connection point: the version that it runs now, and why it rejected the offered one, if it did. */
    record SiteApplied(long offered, long version, String problem) implements ControlMessage {
        @Override
        public JsonObject json() {
            return new JsonObject()
                    .put("type", "site-applied")
                    .put("offered", offered)
                    .put("version", version)
                    .put("problem", problem);
        }
    }

    /** In both directions: start no new exchange on this connection; those in flight continue. */
    record Drain(String reason) implements ControlMessage {
        @Override
        public JsonObject json() {
            return new JsonObject().put("type", "drain").put("why", reason);
        }
    }

    /**
     * Parses a message.
     *
     * @throws IllegalArgumentException if it does not follow the contract
     */
    static ControlMessage of(JsonObject json) {
        try {
            String type = json.getString("type", "");
            return switch (type) {
                case "hello" ->
                    new Introduction(new Hello(
                            UUID.fromString(json.getString("connectionId")),
                            json.getString("siteCode"),
                            json.getString("version"),
                            json.getLong("epoch"),
                            json.getInteger("mostExchanges")));
                case "welcome" -> new Welcome(json.getString("instance"));
                case "refused" -> new Refused(json.getString("why"));
                case "site" -> new Site(json.getLong("version"), json.getBuffer("document"));
                case "site-applied" ->
                    new SiteApplied(json.getLong("offered"), json.getLong("version"), json.getString("problem"));
                case "drain" -> new Drain(json.getString("why"));
                default -> throw new IllegalArgumentException("unknown type '" + type + "'");
            };
        } catch (ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("a member is missing or of the wrong type", e);
        }
    }
}
