package opencmg.mockmp.site;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import opencmg.mockmp.http.BodyReader;
import opencmg.mockmp.http.RequestRefusedException;

/** JSON in and out of the site face. */
final class Json {

    private Json() {}

    static Future<Void> send(RoutingContext context, JsonObject json) {
        return context.response().putHeader("Content-Type", "application/json").end(json.encode());
    }

    /**
     * The body as an object; an empty body is an empty object.
     *
     * @throws RequestRefusedException when it is no object
     */
    static JsonObject body(RoutingContext context) {
        try {
            String text = BodyReader.text(context);
            return text.isBlank() ? new JsonObject() : new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            throw new RequestRefusedException(400, "Bad Request", "the body is no JSON object");
        }
    }

    /** A value of the body, by a getter that may find the wrong type there. */
    static <T> T value(java.util.function.Supplier<T> getter, String shape) {
        try {
            return getter.get();
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new RequestRefusedException(
                    400, "Bad Request", "the body must look like " + shape + ": " + e.getMessage());
        }
    }
}
