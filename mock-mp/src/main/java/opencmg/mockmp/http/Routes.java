package opencmg.mockmp.http;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.regex.Pattern;

/** Case-insensitive routes, as in IIS. */
public final class Routes {

    private Routes() {}

    /** Matches exactly this path, with or without a trailing slash. */
    public static Route at(Router router, String path) {
        return router.routeWithRegex("(?i)" + Pattern.quote(path) + "/?");
    }

    /** Matches every path below this one. */
    public static Route below(Router router, String path) {
        return router.routeWithRegex("(?i)" + Pattern.quote(path) + "/.*");
    }
}
