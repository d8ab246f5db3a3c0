package opencmg.mockmp.database;

/** More work is waiting than the site takes: 503 with Retry-After. */
public final class OverloadedException extends RuntimeException {

    OverloadedException() {
        super("too much work is waiting", null, false, false);
    }
}
