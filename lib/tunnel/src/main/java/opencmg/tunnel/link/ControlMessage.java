package opencmg.tunnel.link;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import opencmg.tunnel.Hello;

/** What the two ends say to each other on the first stream: JSON objects with a {@code type} (docs/tunnel.md). */
sealed interface ControlMessage {

    JsonObject json();

    /** Connection point to gateway, first of all. */
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

    /** Gateway to connection point: taken up. */
    record Welcome(String instance) implements ControlMessage {
        @Override
        public JsonObject json() {
            return new JsonObject().put("type", "welcome").put("instance", instance);
        }
    }

    /** Gateway to connection point: not taken up, and trying again soon will not help. */
    record Refused(String why) implements ControlMessage {
        @Override
        public JsonObject json() {
            return new JsonObject().put("type", "refused").put("why", why);
        }
    }

    /** Connection point to gateway: the site as it is from now on. */
    record Site(long version, Buffer document) implements ControlMessage {
        @Override
        public JsonObject json() {
            return new JsonObject().put("type", "site").put("version", version).put("document", document);
        }
    }

    /** Gateway to connection point: what it runs now, and why not the offered one. */
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

    /** Either way: send no new exchange on this connection; those in flight go on. */
    record Drain(String why) implements ControlMessage {
        @Override
        public JsonObject json() {
            return new JsonObject().put("type", "drain").put("why", why);
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is not of the contract
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
