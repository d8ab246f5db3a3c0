package opencmg.connectionpoint.site;

import io.vertx.core.Future;
import opencmg.settings.site.SiteConfiguration;

/** Somebody who knows the site configuration and says when it changes. */
public interface SiteSource {

    /**
     * Begins.
     *
     * @return completes when it is watching; fails when it can never succeed, for example with an invalid file at the start
     */
    Future<Void> start(Listener listener);

    /** Where from, for people. */
    String place();

    /** What went wrong last; empty when the last attempt went well. Any thread. */
    String trouble();

    Future<Void> close();

    /** Who takes the configurations. One at a time: the next comes after the returned future. */
    @FunctionalInterface
    interface Listener {

        /**
         * Takes it, or refuses it with a failure whose message says why; a version that is in force already is neither.
         */
        Future<Void> offer(SiteConfiguration configuration);
    }
}
