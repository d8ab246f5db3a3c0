package opencmg.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.client.http.WebTrust;
import opencmg.gateway.GatewayVerticle;
import opencmg.settings.Address;
import opencmg.settings.FreePort;
import opencmg.settings.InvalidSettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** All servers as verticles in a Vert.x that belongs to somebody else, as docs/embedding.md describes. */
@ExtendWith(VertxExtension.class)
class VerticlesTest {

    private static final String GATEWAY = "opencmg.gateway.GatewayVerticle";
    private static final String CONNECTION_POINT = "opencmg.connectionpoint.ConnectionPointVerticle";
    private static final String MOCK_MP = "opencmg.mockmp.MockMpVerticle";

    /** Much more than all buffers between the mock site and the client hold. */
    private static final int LARGE = 16 << 20;

    private static final int POLL_MILLIS = 20;

    @TempDir
    Path directory;

    @Test
    void deployedByNameTheyServeAndUndeployedTheyLeaveNothing(Vertx vertx, VertxTestContext test) throws IOException {
        Chain chain = new Chain(vertx, directory);
        chain.deploy()
                .compose(deployed -> Future.all(chain.request(chain.edge1), chain.request(chain.edge2)))
                .onComplete(test.succeeding(responses -> test.verify(
                        () -> assertThat(responses.<WebResponse>list()).allSatisfy(response -> {
                            assertThat(response.status()).isEqualTo(200);
                            assertThat(response.body().toString()).contains("<MPList>");
                        }))))
                .compose(served -> chain.web.close())
                .compose(closed -> chain.undeploy())
                .compose(undeployed -> vertx.executeBlocking(chain::checkAllPortsAreFree))
                .compose(free -> vertx.timer(1))
                .onComplete(test.succeeding(vertxIsOpen -> test.verify(() -> {
                    assertThat(vertx.deploymentIDs()).isEmpty();
                    test.completeNow();
                })));
    }

    @Test
    void undeployingAGatewayLetsAResponseInFlightEnd(Vertx vertx, VertxTestContext test) throws IOException {
        Chain chain = new Chain(vertx, directory);
        chain.deploy()
                .compose(deployed ->
                        chain.client.request(HttpMethod.GET, ChainConfigs.ROLE + "/CCM_Client/lab/" + LARGE))
                .compose(request -> request.send())
                .map(response -> response.pause())
                .compose(response -> {
                    Future<Void> undeployed = vertx.undeploy(chain.gateway1());
                    return vertx.timer(POLL_MILLIS)
                            .compose(later -> {
                                Future<Buffer> body = response.body();
                                response.resume();
                                return body;
                            })
                            .compose(body -> undeployed.map(body));
                })
                .onComplete(test.succeeding(body -> test.verify(() -> {
                    assertThat(body.length()).isEqualTo(LARGE);
                    test.completeNow();
                })));
    }

    @Test
    void refusesAnInvalidConfigWithTheKeyPathOfEachFault(Vertx vertx, VertxTestContext test) {
        JsonObject config = new JsonObject().put("edge", new JsonObject().put("listen", "nowhere"));
        vertx.deployVerticle(GATEWAY, new DeploymentOptions().setConfig(config))
                .onComplete(test.failing(failure -> test.verify(() -> {
                    assertThat(failure)
                            .isInstanceOf(InvalidSettingsException.class)
                            .hasMessageContaining("config: edge.listen: 'nowhere' is not of the form host:port")
                            .hasMessageContaining("config: tunnel is missing");
                    assertThat(vertx.deploymentIDs()).isEmpty();
                    test.completeNow();
                })));
    }

    @Test
    void refusesAPortInUseWithItsKeyPathAndLeavesNothing(Vertx vertx, VertxTestContext test) throws IOException {
        ChainConfigs configs = new ChainConfigs(directory);
        Address free = new Address("127.0.0.1", 0);
        vertx.createNetServer()
                .connectHandler(socket -> {})
                .listen(0, "127.0.0.1")
                .compose(taken -> vertx.deployVerticle(
                        GATEWAY,
                        new DeploymentOptions()
                                .setConfig(configs.gateway(new Address("127.0.0.1", taken.actualPort()), free, free))))
                .onComplete(test.failing(failure -> test.verify(() -> {
                    assertThat(failure)
                            .isInstanceOf(InvalidSettingsException.class)
                            .hasMessageStartingWith("config: edge.listen: ");
                    assertThat(vertx.deploymentIDs()).isEmpty();
                    test.completeNow();
                })));
    }

    @Test
    void reportsTheActualPortsOfPortZero(Vertx vertx, VertxTestContext test) throws IOException {
        Address free = new Address("127.0.0.1", 0);
        GatewayVerticle gateway = new GatewayVerticle();
        vertx.deployVerticle(
                        gateway,
                        new DeploymentOptions().setConfig(new ChainConfigs(directory).gateway(free, free, free)))
                .onComplete(test.succeeding(id -> test.verify(() -> {
                    assertThat(gateway.ports().fieldNames()).containsExactlyInAnyOrder("edge", "tunnel", "admin");
                    assertThat(gateway.ports().getInteger("edge")).isPositive();
                    test.completeNow();
                })));
    }

    /** Two gateways, a connection point and the mock site, in one Vert.x. */
    private static final class Chain {

        private final Vertx vertx;
        private final ChainConfigs configs;
        private final Web web;
        /** For responses that the test reads piece by piece. A field, because Vert.x closes a client that nobody refers to. */
        private final HttpClientAgent client;

        private final Address siteServer = ChainConfigs.freeAddress();
        private final Address edge1 = ChainConfigs.freeAddress();
        private final Address tunnel1 = ChainConfigs.freeAddress();
        private final Address admin1 = ChainConfigs.freeAddress();
        private final Address edge2 = ChainConfigs.freeAddress();
        private final Address tunnel2 = ChainConfigs.freeAddress();
        private final Address admin2 = ChainConfigs.freeAddress();
        private final Address pointAdmin = ChainConfigs.freeAddress();
        private final List<String> deployments = new CopyOnWriteArrayList<>();
        private volatile String gateway1 = "";

        Chain(Vertx vertx, Path directory) throws IOException {
            this.vertx = vertx;
            this.configs = new ChainConfigs(directory);
            this.web = new Web(vertx, configs.client());
            this.client = newClient();
        }

        Future<Void> deploy() {
            return deploy(MOCK_MP, () -> configs.mockMp(siteServer))
                    .compose(site -> deploy(GATEWAY, () -> configs.gateway(edge1, tunnel1, admin1)))
                    .onSuccess(id -> gateway1 = id)
                    .compose(first -> deploy(GATEWAY, () -> configs.gateway(edge2, tunnel2, admin2)))
                    .compose(second -> deploy(
                            CONNECTION_POINT, () -> configs.connectionPoint(siteServer, pointAdmin, tunnel1, tunnel2)))
                    .compose(point -> Future.all(ready(admin1), ready(admin2), ready(pointAdmin)))
                    .mapEmpty();
        }

        private interface Config {
            JsonObject get() throws IOException;
        }

        private Future<String> deploy(String name, Config config) {
            try {
                return vertx.deployVerticle(name, new DeploymentOptions().setConfig(config.get()))
                        .onSuccess(deployments::add);
            } catch (IOException e) {
                return Future.failedFuture(e);
            }
        }

        Future<?> undeploy() {
            return Future.all(deployments.stream().map(vertx::undeploy).toList());
        }

        String gateway1() {
            return gateway1;
        }

        /** The servers have no event for it, so this asks until it is so. */
        private Future<Void> ready(Address admin) {
            return web.send(WebRequest.get("http://" + admin + "/ready"))
                    .map(WebResponse::ok)
                    .recover(failure -> failure instanceof NoResponseException
                            ? Future.succeededFuture(false)
                            : Future.failedFuture(failure))
                    .compose(ready -> ready
                            ? Future.succeededFuture()
                            : vertx.timer(POLL_MILLIS).compose(later -> ready(admin)));
        }

        Future<WebResponse> request(Address edge) {
            return web.send(WebRequest.get("https://" + edge + ChainConfigs.ROLE + "/SMS_MP/.sms_aut?MPLIST"));
        }

        private HttpClientAgent newClient() {
            WebTrust trust = configs.client();
            return vertx.createHttpClient(new HttpClientOptions()
                    .setSsl(true)
                    .setDefaultHost(edge1.host())
                    .setDefaultPort(edge1.port())
                    .setTrustOptions(new PemTrustOptions()
                            .addCertPath(Objects.requireNonNull(trust.roots()).toString()))
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(Objects.requireNonNull(trust.clientCertificate())
                                    .certFile()
                                    .toString())
                            .addKeyPath(trust.clientCertificate().keyFile().toString())));
        }

        /** @throws IOException that names a port that is still open */
        List<Address> checkAllPortsAreFree() throws IOException {
            List<Address> all = List.of(siteServer, edge1, tunnel1, admin1, edge2, tunnel2, admin2, pointAdmin);
            for (Address address : all) {
                FreePort.check(address);
            }
            return all;
        }
    }
}
