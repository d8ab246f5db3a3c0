package opencmg.mockmp.http;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.regex.Pattern;

/** Routes as IIS has them: without regard to case. */
public final class Routes {

    private Routes() {}

    /** Exactly this path, with or without a slash behind. */
    public static Route at(Router router, String path) {
        return router.routeWithRegex("(?i)" + Pattern.quote(path) + "/?");
    }

    /** This path and everything below it. */
    public static Route below(Router router, String path) {
        return router.routeWithRegex("(?i)" + Pattern.quote(path) + "/.*");
    }
}
