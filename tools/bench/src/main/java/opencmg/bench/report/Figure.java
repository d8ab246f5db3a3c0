package opencmg.bench.report;

import java.util.Locale;
import opencmg.bench.side.Peer;

/** What can be measured, in the order in which it is. What ends and starts processes comes last, as it costs a JVM its warmth. */
public enum Figure {
    REQUESTS("1 KiB answers, 64 connections", Scope.ALL),
    CERTIFICATE("1 KiB answers, 64 connections, client certificate", Scope.ALL),
    DOWNLOAD_64K("64 KiB downloads, 64 connections", Scope.ALL),
    DOWNLOAD_1M("1 MiB downloads, 16 connections", Scope.ALL),
    UPLOAD_1M("1 MiB uploads, 16 connections", Scope.ALL),
    LATENCY("1 KiB answers at half of haproxy's rate", Scope.ALL),
    HANDSHAKES("new connections", Scope.EDGE),
    HANDSHAKES_CERTIFICATE("new connections, client certificate", Scope.EDGE),
    AUTHENTICATION("what authentication costs", Scope.THIS_BUILD),
    REFUSALS("refusals of bad tokens, 64 connections", Scope.OURS),
    REGISTRATIONS("new clients at the mock site, H2, 64 connections", Scope.SITE),
    MEMORY("idle client connections", Scope.EDGE),
    START("start to ready", Scope.ALL);

    private final String title;
    private final Scope scope;

    Figure(String title, Scope scope) {
        this.title = title;
        this.scope = scope;
    }

    private enum Scope {
        ALL,
        /** What only the edge decides is the same for nginx before ssh as for nginx. */
        EDGE,
        OURS,
        /** Measured in the JVM of the benchmark, with this build's classes. */
        THIS_BUILD,
        /** Not of the chain at all, but of the mock site alone. */
        SITE
    }

    /** Its name on the command line. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /** Whether the sides have to be up for it. */
    public boolean needsChain() {
        return scope != Scope.SITE;
    }

    /** Whether it says something about that side. */
    public boolean appliesTo(Peer peer) {
        return switch (scope) {
            case ALL -> true;
            case EDGE -> peer != Peer.NGINX_SSH;
            case OURS -> peer.isOurs();
            case THIS_BUILD, SITE -> peer == Peer.OPENCMG;
        };
    }
}
