package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.settings.Address;
import opencmg.settings.InvalidSettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP load balancer in front of several gateways. It sends each connection to the next gateway that is ready according to its admin server, and
 * does not touch TLS. If a gateway refuses the connection, it tries the next one at once. If none is ready, it tries all of them, because a gateway
 * that cannot serve can still say why.
 */
final class TcpBalancer {

    private static final Logger log = LoggerFactory.getLogger(TcpBalancer.class);

    /** Much shorter than the time between a gateway's "not ready" and the moment when it stops listening. */
    private static final long CHECK_MILLIS = 200;

    private final Vertx vertx;
    private final NetServer server;
    private final NetClient client;
    private final Web web;
    private final List<Backend> gateways;
    private final AtomicInteger nextIndex = new AtomicInteger();
    private final long readinessTimer;

    /** One gateway. */
    static final class Backend {

        private final Address edge;
        private final String admin;
        private volatile boolean ready;
        private volatile boolean checking;

        /** @param admin URL of its admin server */
        Backend(Address edge, String admin) {
            this.edge = edge;
            this.admin = admin;
        }
    }

    private TcpBalancer(Vertx vertx, Web web, List<Backend> gateways) {
        this.vertx = vertx;
        this.web = web;
        this.server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true));
        this.client = vertx.createNetClient(
                new NetClientOptions().setConnectTimeout(1000).setTcpNoDelay(true));
        this.gateways = List.copyOf(gateways);
        this.readinessTimer = vertx.setPeriodic(1, CHECK_MILLIS, tick -> this.gateways.forEach(this::checkReady));
    }

    /** @param web for requests to the admin servers */
    static Future<TcpBalancer> listen(Vertx vertx, Address address, Web web, List<Backend> gateways) {
        TcpBalancer balancer = new TcpBalancer(vertx, web, gateways);
        return balancer.server
                .connectHandler(balancer::accept)
                .listen(address.port(), address.host())
                .map(listening -> balancer)
                .recover(cause -> balancer.close().transform(closed -> Future.failedFuture(inUse(address, cause))));
    }

    static Throwable inUse(Address address, Throwable cause) {
        return cause instanceof BindException
                ? new InvalidSettingsException(
                        "--edge",
                        "",
                        address + " cannot be listened on: " + cause.getMessage() + "; try --edge 127.0.0.1:0")
                : cause;
    }

    int port() {
        return server.actualPort();
    }

    Future<Void> close() {
        vertx.cancelTimer(readinessTimer);
        return server.close().eventually(client::close);
    }

    private void checkReady(Backend gateway) {
        if (gateway.checking) {
            return;
        }
        gateway.checking = true;
        web.send(WebRequest.get(gateway.admin + "/ready").timeout(1))
                .map(WebResponse::ok)
                .otherwise(false)
                .onSuccess(ready -> {
                    gateway.ready = ready;
                    gateway.checking = false;
                });
    }

    private void accept(NetSocket inbound) {
        inbound.pause();
        List<Backend> ready = gateways.stream().filter(gateway -> gateway.ready).toList();
        List<Backend> candidates = ready.isEmpty() ? gateways : ready;
        connect(candidates, candidates.size())
                .onSuccess(outbound -> pipe(inbound, outbound))
                .onFailure(cause -> {
                    log.atWarn().addKeyValue("reason", cause.getMessage()).log("no gateway takes connections");
                    close(inbound);
                });
    }

    private Future<NetSocket> connect(List<Backend> candidates, int triesLeft) {
        Address next = candidates.get(Math.floorMod(nextIndex.getAndIncrement(), candidates.size())).edge;
        Future<NetSocket> attempt = client.connect(next.port(), next.host());
        return triesLeft <= 1 ? attempt : attempt.recover(cause -> connect(candidates, triesLeft - 1));
    }

    private static void pipe(NetSocket inbound, NetSocket outbound) {
        inbound.pipeTo(outbound).onFailure(cause -> close(outbound));
        outbound.pipeTo(inbound).onFailure(cause -> close(inbound));
    }

    private static void close(NetSocket socket) {
        socket.close().onFailure(cause -> log.atDebug().log("connection was closed already"));
    }
}
