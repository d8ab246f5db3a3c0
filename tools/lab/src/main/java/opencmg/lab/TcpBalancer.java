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
import opencmg.settings.Address;
import opencmg.settings.InvalidSettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands before several gateways: hands each TCP connection to the next of them that is ready, as their admin faces say. TLS passes through
 * untouched. One that refuses connections is passed over at once; where none is ready every one is tried, since a gateway that cannot serve can at
 * least say why.
 */
final class TcpBalancer {

    private static final Logger log = LoggerFactory.getLogger(TcpBalancer.class);

    /** Well within the time that a gateway gives between "not ready" and the end of its listening. */
    private static final long LOOK_MILLIS = 200;

    private final Vertx vertx;
    private final NetServer server;
    private final NetClient client;
    private final Web web;
    private final List<Backend> gateways;
    private final AtomicInteger turn = new AtomicInteger();
    private final long looking;

    /** A gateway behind it. */
    static final class Backend {

        private final Address edge;
        private final String admin;
        private volatile boolean ready;
        private volatile boolean asked;

        /** @param admin URL of its admin face */
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
        this.looking = vertx.setPeriodic(1, LOOK_MILLIS, tick -> this.gateways.forEach(this::look));
    }

    /** @param web to ask the admin faces */
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
        vertx.cancelTimer(looking);
        return server.close().eventually(client::close);
    }

    private void look(Backend gateway) {
        if (gateway.asked) {
            return;
        }
        gateway.asked = true;
        web.send(WebRequest.get(gateway.admin + "/ready").timeout(1))
                .map(answer -> answer.ok())
                .otherwise(false)
                .onSuccess(ready -> {
                    gateway.ready = ready;
                    gateway.asked = false;
                });
    }

    private void accept(NetSocket inbound) {
        inbound.pause();
        List<Backend> ready = gateways.stream().filter(gateway -> gateway.ready).toList();
        List<Backend> choice = ready.isEmpty() ? gateways : ready;
        connect(choice, choice.size())
                .onSuccess(outbound -> join(inbound, outbound))
                .onFailure(cause -> {
                    log.atWarn().addKeyValue("reason", cause.getMessage()).log("no gateway takes connections");
                    abandon(inbound);
                });
    }

    private Future<NetSocket> connect(List<Backend> choice, int triesLeft) {
        Address next = choice.get(Math.floorMod(turn.getAndIncrement(), choice.size())).edge;
        Future<NetSocket> attempt = client.connect(next.port(), next.host());
        return triesLeft <= 1 ? attempt : attempt.recover(cause -> connect(choice, triesLeft - 1));
    }

    private static void join(NetSocket inbound, NetSocket outbound) {
        inbound.pipeTo(outbound).onFailure(cause -> abandon(outbound));
        outbound.pipeTo(inbound).onFailure(cause -> abandon(inbound));
    }

    private static void abandon(NetSocket socket) {
        socket.close().onFailure(cause -> log.atDebug().log("connection was closed already"));
    }
}
