package opencmg.connectionpoint.site;

import io.vertx.core.Future;
import opencmg.settings.site.SiteConfiguration;

/** Delivers the site configuration and every change of it. */
public interface SiteSource {

    /**
     * Starts.
     *
     * @return completes when it is watching for changes; fails when it can never succeed, for example with an invalid file at the start
     */
    Future<Void> start(Listener listener);

    /** URL or file, for people. */
    String place();

    /** The failure of the last attempt; empty when it succeeded. Any thread. */
    String trouble();

    Future<Void> close();

    /** Receives the configurations, one at a time: the next is offered after the returned future has completed. */
    @FunctionalInterface
    interface Listener {

        /**
         * Accepts a configuration, or fails with the reason. A version that is in force already is no failure.
         */
        Future<Void> offer(SiteConfiguration configuration);
    }
}
