package opencmg.wire;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, connects every connection on to one target, and does to the bytes what it was told last. */
public final class Wire {

    private static final Logger log = LoggerFactory.getLogger(Wire.class);

    private final Vertx vertx;
    private final NetServer server;
    private final NetClient client;
    private final String targetHost;
    private final int targetPort;
    private final Set<Joined> connections = ConcurrentHashMap.newKeySet();
    private volatile WireMode mode = WireMode.PASS;

    private Wire(Vertx vertx, String targetHost, int targetPort) {
        this.vertx = vertx;
        this.targetHost = targetHost;
        this.targetPort = targetPort;
        this.server = vertx.createNetServer().connectHandler(this::accept);
        this.client = vertx.createNetClient();
    }

    /** Listens on loopback; the port is free when 0 is given. */
    public static Future<Wire> listen(Vertx vertx, int port, String targetHost, int targetPort) {
        Wire wire = new Wire(vertx, targetHost, targetPort);
        return wire.server.listen(port, "127.0.0.1").map(wire);
    }

    public int port() {
        return server.actualPort();
    }

    public WireMode mode() {
        return mode;
    }

    /** How many connections go through. */
    public int connections() {
        return connections.size();
    }

    /** From now on this is done, to the connections that are there and to new ones. */
    public void set(WireMode wanted) {
        mode = wanted;
        connections.forEach(Joined::flow);
        log.atInfo().addKeyValue("fault", wanted.fault().option()).log("The wire changed");
    }

    /** Closes every connection that is there, now. */
    public Future<Void> cut() {
        return Future.join(connections.stream().map(Joined::close).toList()).mapEmpty();
    }

    public Future<Void> close() {
        return server.close().eventually(client::close);
    }

    private void accept(NetSocket near) {
        if (mode.fault() == WireFault.REFUSE) {
            near.close().onFailure(Wire::closedAlready);
            return;
        }
        near.pause();
        client.connect(targetPort, targetHost).onSuccess(far -> join(near, far)).onFailure(cause -> near.close()
                .onFailure(Wire::closedAlready));
    }

    private void join(NetSocket near, NetSocket far) {
        Joined joined = new Joined(
                vertx.getOrCreateContext(),
                near,
                far,
                List.of(
                        new WireDirection(vertx, near, far, this::mode),
                        new WireDirection(vertx, far, near, this::mode)));
        connections.add(joined);
        near.closeHandler(gone -> end(joined, far));
        far.closeHandler(gone -> end(joined, near));
        joined.strands().forEach(WireDirection::begin);
    }

    private void end(Joined joined, NetSocket other) {
        connections.remove(joined);
        other.close().onFailure(Wire::closedAlready);
    }

    static void closedAlready(Throwable cause) {
        log.atDebug().addKeyValue("reason", cause.getMessage()).log("closed already");
    }

    /** One connection with its two directions. */
    private record Joined(Context loop, NetSocket near, NetSocket far, List<WireDirection> strands) {

        void flow() {
            loop.runOnContext(now -> strands.forEach(WireDirection::flow));
        }

        Future<Void> close() {
            return Future.join(near.close(), far.close()).mapEmpty();
        }
    }
}
