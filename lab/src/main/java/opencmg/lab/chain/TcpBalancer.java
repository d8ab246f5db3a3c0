package opencmg.lab.chain;

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
import opencmg.settings.Address;
import opencmg.settings.InvalidSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands before several gateways: hands each TCP connection to the next of them that takes it. TLS passes through untouched. A gateway that
 * drains or is gone refuses connections and is passed over.
 */
final class TcpBalancer {

    private static final Logger log = LoggerFactory.getLogger(TcpBalancer.class);

    private final NetServer server;
    private final NetClient client;
    private final List<Address> gateways;
    private final AtomicInteger turn = new AtomicInteger();

    private TcpBalancer(Vertx vertx, List<Address> gateways) {
        this.server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true));
        this.client = vertx.createNetClient(
                new NetClientOptions().setConnectTimeout(1000).setTcpNoDelay(true));
        this.gateways = List.copyOf(gateways);
    }

    static Future<TcpBalancer> listen(Vertx vertx, Address address, List<Address> gateways) {
        TcpBalancer balancer = new TcpBalancer(vertx, gateways);
        return balancer.server
                .connectHandler(balancer::accept)
                .listen(address.port(), address.host())
                .map(listening -> balancer)
                .recover(cause -> Future.failedFuture(inUse(address, cause)));
    }

    static Throwable inUse(Address address, Throwable cause) {
        return cause instanceof BindException
                ? new InvalidSettings(
                        "--edge",
                        "",
                        address + " cannot be listened on: " + cause.getMessage() + "; try --edge 127.0.0.1:0")
                : cause;
    }

    int port() {
        return server.actualPort();
    }

    Future<Void> close() {
        return server.close().eventually(client::close);
    }

    private void accept(NetSocket inbound) {
        inbound.pause();
        connect(gateways.size()).onSuccess(outbound -> join(inbound, outbound)).onFailure(cause -> {
            log.atWarn().addKeyValue("reason", cause.getMessage()).log("no gateway takes connections");
            abandon(inbound);
        });
    }

    private Future<NetSocket> connect(int triesLeft) {
        Address next = gateways.get(Math.floorMod(turn.getAndIncrement(), gateways.size()));
        Future<NetSocket> attempt = client.connect(next.port(), next.host());
        return triesLeft <= 1 ? attempt : attempt.recover(cause -> connect(triesLeft - 1));
    }

    private static void join(NetSocket inbound, NetSocket outbound) {
        inbound.pipeTo(outbound).onFailure(cause -> abandon(outbound));
        outbound.pipeTo(inbound).onFailure(cause -> abandon(inbound));
    }

    private static void abandon(NetSocket socket) {
        socket.close().onFailure(cause -> log.atDebug().log("connection was closed already"));
    }
}
