package opencmg.gateway.forwarding;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import opencmg.gateway.site.PublishedSite;
import opencmg.gateway.site.PublishedSites;
import opencmg.gateway.site.PublishedSites.ApplyResult.Result;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import opencmg.tunnel.Hello;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelListener;
import opencmg.tunnel.TunnelStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every tunnel that may carry a request now, of all event loops; and the door through which site configurations come in. Any thread. */
public final class Tunnels implements TunnelListener {

    private static final Logger log = LoggerFactory.getLogger(Tunnels.class);

    /** So many of the tunnels that went are remembered. */
    private static final int REMEMBERED = 16;

    private final PublishedSites sites;
    private final Deque<LostTunnel> lost = new ArrayDeque<>();
    private volatile TunnelTable table = TunnelTable.EMPTY;
    private volatile boolean draining;

    public Tunnels(PublishedSites sites) {
        this.sites = sites;
    }

    TunnelTable table() {
        return table;
    }

    /** Whether a request could find a tunnel. */
    public boolean any() {
        return !table.isEmpty();
    }

    public List<String> siteCodes() {
        return table.siteCodes().toList();
    }

    public List<TunnelStatus> status() {
        return table.tunnels().map(Tunnel::status).toList();
    }

    /** The latest that went, newest first. */
    public synchronized List<LostTunnel> lost() {
        return List.copyOf(lost);
    }

    /** From now on a lost tunnel is no news. */
    public void draining() {
        draining = true;
    }

    // ------------------------------------------------------------------ told by the tunnel

    /** A connection of an earlier start of the same connection point has come late, or two processes use one id: the latest start counts. */
    @Override
    public String reasonToRefuse(Hello hello) {
        return table.tunnels()
                .map(Tunnel::peer)
                .filter(other -> replaces(other, hello))
                .findAny()
                .map(newer -> "connection point " + hello.connectionId()
                        + " is here already and started later (epoch " + newer.epoch() + ", this one has "
                        + hello.epoch()
                        + "): does another process run with the same id, or was the clock of this one set back?")
                .orElse("");
    }

    @Override
    public void onUp(Tunnel tunnel) {
        List<Tunnel> outdated;
        synchronized (this) {
            table = table.with(tunnel);
            outdated = table.tunnels().filter(this::isOutdated).toList();
        }
        outdated.forEach(old -> old.retire("the connection point has started anew"));
        log.atInfo()
                .addKeyValue("tunnel", tunnel.status().id())
                .addKeyValue("site", tunnel.peer().siteCode())
                .addKeyValue("connectionPoint", tunnel.peer().connectionId())
                .addKeyValue("peer", tunnel.status().peer())
                .log("A tunnel is up");
    }

    private boolean isOutdated(Tunnel tunnel) {
        return table.tunnels().anyMatch(other -> replaces(other.peer(), tunnel.peer()));
    }

    private static boolean replaces(Hello fresh, Hello old) {
        return fresh.connectionId().equals(old.connectionId()) && fresh.epoch() > old.epoch();
    }

    /** The loss of one is a warning, of a site's last one an error. */
    @Override
    public void onDown(Tunnel tunnel, String cause) {
        String site = tunnel.peer().siteCode();
        boolean last;
        synchronized (this) {
            table = table.without(tunnel);
            last = table.of(site).isEmpty();
            remember(tunnel, cause);
        }
        (draining ? log.atInfo() : last ? log.atError() : log.atWarn())
                .addKeyValue("tunnel", tunnel.status().id())
                .addKeyValue("site", site)
                .addKeyValue("connectionPoint", tunnel.peer().connectionId())
                .addKeyValue("reason", cause)
                .log(last ? "The last tunnel of a site is down: its clients are refused" : "A tunnel is down");
    }

    private void remember(Tunnel tunnel, String cause) {
        if (lost.size() == REMEMBERED) {
            lost.removeLast();
        }
        TunnelStatus was = tunnel.status();
        lost.addFirst(new LostTunnel(
                was.id(),
                was.peer(),
                tunnel.peer().connectionId(),
                tunnel.peer().siteCode(),
                Instant.now(),
                cause));
    }

    /**
     * Runs on the tunnel's event loop and parses a document of some 10 kB with a handful of certificates: milliseconds, and only for a version that
     * is new here. Every further connection of every connection point brings the same one again.
     */
    @Override
    public Applied onSite(Tunnel tunnel, long version, Buffer json) {
        String site = tunnel.peer().siteCode();
        if (version <= running(site)) {
            return new Applied(running(site), "");
        }
        String problem = problemOf(site, json);
        (problem.isEmpty() ? log.atInfo() : log.atError())
                .addKeyValue("site", site)
                .addKeyValue("tunnel", tunnel.status().id())
                .addKeyValue("offered", version)
                .addKeyValue("version", running(site))
                .addKeyValue("reason", problem)
                .log(problem.isEmpty() ? "A site configuration is in force" : "A site configuration is refused");
        return new Applied(running(site), problem);
    }

    private String problemOf(String site, Buffer json) {
        try {
            SiteConfiguration offered = SiteDocument.fromJson(json.getBytes());
            if (!offered.siteCode().equals(site)) {
                return "a connection point of site " + site + " brought the configuration of site "
                        + offered.siteCode();
            }
            var applied = sites.accept(offered);
            return applied.result() == Result.INVALID ? applied.reason() : "";
        } catch (InvalidSettingsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private long running(String site) {
        PublishedSite published = sites.current().site(site);
        return published == null ? 0 : published.configuration().version();
    }
}
