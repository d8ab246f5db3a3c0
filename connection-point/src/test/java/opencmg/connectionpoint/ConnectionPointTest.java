package opencmg.connectionpoint;

import static opencmg.connectionpoint.ConnectionPointFixture.await;
import static opencmg.connectionpoint.ConnectionPointFixture.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import opencmg.connectionpoint.dial.TunnelEventLog;
import opencmg.settings.Address;
import opencmg.settings.FreePort;
import opencmg.settings.InvalidSettingsException;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.eventually.Eventually;
import opencmg.tunnel.link.TunnelServer;
import opencmg.tunnel.logwatch.LogWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole connection point: from a gateway's end of the tunnel to a management point and back. */
class ConnectionPointTest {

    @TempDir
    Path folder;

    private final BlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();
    private ConnectionPointFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new ConnectionPointFixture(folder);
        fixture.siteServer();
        fixture.managementPoint(request -> {
            if (request.path().endsWith("/hold")) {
                held.add(request);
            } else {
                request.response()
                        .setStatusCode(500)
                        .setStatusMessage("Internal Trouble")
                        .end("from " + request.uri())
                        .onFailure(Throwable::printStackTrace);
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void relaysFromEveryTunnelConnection() throws Exception {
        TunnelServer gateway = fixture.gateway(0);
        ConnectionPoint point = await(ConnectionPoint.start(fixture.vertx, fixture.settings(gateway.port())));
        fixture.answerPoll(fixture.site(7));

        for (int connection = 0; connection < 2; connection++) {
            Tunnel tunnel = next(fixture.up);
            assertThat(tunnel.peer().connectionId()).isEqualTo(ConnectionPointFixture.ID);
            assertThat(tunnel.peer().siteCode()).isEqualTo("LAB");
            ConnectionPointFixture.Response answer = fixture.exchange(tunnel, "/SMS_MP/.sms_aut?MPLIST");
            assertThat(answer.response().status()).isEqualTo(500);
            assertThat(answer.response().phrase()).isEqualTo("Internal Trouble");
            assertThat(answer.body()).hasToString("from /SMS_MP/.sms_aut?MPLIST");
        }
        await(point.close());
    }

    @Test
    void publishesEveryVersionWithoutInternalAddresses() throws Exception {
        TunnelServer gateway = fixture.gateway(0);
        ConnectionPoint point = await(ConnectionPoint.start(fixture.vertx, fixture.settings(gateway.port())));
        fixture.answerPoll(fixture.site(7));

        assertThat(next(fixture.published))
                .startsWith("7 {")
                .contains(ConnectionPointFixture.ROLE)
                .doesNotContain("internalUrl");
        assertThat(next(fixture.published)).startsWith("7 {");
        fixture.answerPoll(fixture.site(8));
        assertThat(next(fixture.published)).startsWith("8 {");
        assertThat(next(fixture.published)).startsWith("8 {");
        Eventually.holds(
                () -> rows(point).stream().allMatch(row -> ((JsonObject) row).getLong("gatewayRunsVersion") == 8));
        await(point.close());
    }

    private boolean runs(ConnectionPoint point, long version) throws Exception {
        JsonArray rows = rows(point);
        return !rows.isEmpty()
                && rows.stream().allMatch(row -> ((JsonObject) row).getLong("gatewayRunsVersion") == version);
    }

    private JsonArray rows(ConnectionPoint point) throws Exception {
        return (JsonArray) fixture.page(point, "/tunnels").body();
    }

    @Test
    void keepsTheVersionInForceWhenTheSiteOffersALowerOneAndExplainsWhatToDo() throws Exception {
        TunnelServer gateway = fixture.gateway(0);
        ConnectionPoint point = await(ConnectionPoint.start(fixture.vertx, fixture.settings(gateway.port())));
        fixture.answerPoll(fixture.site(7));
        assertThat(next(fixture.up)).isNotNull();

        fixture.answerPoll(fixture.site(6));

        Eventually.holds(
                () -> !status(point).getJsonObject("site").getString("trouble").isEmpty());
        assertThat(status(point).getLong("configurationVersion")).isEqualTo(7);
        assertThat(status(point).getJsonObject("site").getString("trouble"))
                .contains("version 6")
                .contains("version: 8 or higher");
        await(point.close());
    }

    private JsonObject status(ConnectionPoint point) throws Exception {
        return fixture.page(point, "/status").object();
    }

    @Test
    void isReadyOnlyWithAConfigurationAndATunnel() throws Exception {
        TunnelServer gateway = fixture.gateway(0);
        ConnectionPoint point = await(ConnectionPoint.start(fixture.vertx, fixture.settings(gateway.port())));

        assertThat(fixture.page(point, "/live").status()).isEqualTo(200);
        assertThat(fixture.page(point, "/ready").status()).isEqualTo(503);
        assertThat(fixture.page(point, "/ready").object().getString("missing")).contains("no site configuration");
        assertThat(point.ready()).isFalse();

        fixture.answerPoll(fixture.site(1));
        Eventually.holds(point::ready);
        assertThat(fixture.page(point, "/ready").status()).isEqualTo(200);
        await(point.close());
    }

    @Test
    void reportsItsStatusToOperators() throws Exception {
        TunnelServer gateway = fixture.gateway(0);
        ConnectionPoint point = await(ConnectionPoint.start(fixture.vertx, fixture.settings(gateway.port())));
        fixture.answerPoll(fixture.site(3));
        assertThat(fixture.exchange(next(fixture.up), "/SMS_MP/x").response().status())
                .isEqualTo(500);
        assertThat(next(fixture.up)).isNotNull();
        Eventually.holds(() -> status(point).getInteger("connectionsUp") == 2);

        JsonObject status = status(point);
        assertThat(status.getString("connectionId")).isEqualTo(ConnectionPointFixture.ID.toString());
        assertThat(status.getString("siteCode")).isEqualTo("LAB");
        assertThat(status.getInteger("connections")).isEqualTo(2);
        assertThat(status.getJsonArray("roles").getJsonObject(0).getString("role"))
                .isEqualTo(ConnectionPointFixture.ROLE);
        assertThat(rows(point)).hasSize(2).allSatisfy(row -> {
            assertThat(((JsonObject) row).getBoolean("up")).isTrue();
            assertThat(((JsonObject) row).getString("gateway")).isEqualTo("127.0.0.1:" + gateway.port());
        });
        JsonObject since = fixture.page(point, "/traffic").object().getJsonObject("sinceStart");
        assertThat(since.getJsonArray("EndPoints").getJsonObject(0).getLong("TotalRequests"))
                .isEqualTo(1);
        assertThat(fixture.page(point, "/nothing").status()).isEqualTo(404);
        assertThat(fixture.page(point, HttpMethod.POST, "/status").status()).isEqualTo(405);
        await(point.close());
    }

    /** The round trip is measured by the PING that is sent at shutdown; other PINGs are sent every 5 s only. */
    @Test
    void reportsTheFiguresOfATunnelUntilItHasDrained() throws Exception {
        TunnelServer gateway = fixture.gateway(0);
        ConnectionPoint point = await(ConnectionPoint.start(fixture.vertx, fixture.settings(gateway.port())));
        fixture.answerPoll(fixture.site(3));
        Tunnel tunnel = next(fixture.up);
        Eventually.holds(() -> runs(point, 3));
        assertThat(rows(point)).hasSize(2).allSatisfy(row -> {
            assertThat(((JsonObject) row).getLong("exchanges")).isZero();
            assertThat(((JsonObject) row).getString("lastExchangeError")).isEmpty();
            assertThat(((JsonObject) row).getBoolean("draining")).isFalse();
        });
        assertThat(fixture.sendBack(tunnel, "/SMS_MP/a", "/SMS_MP/b").body()).hasToString("from /SMS_MP/b");
        assertThat(catchThrowable(() -> fixture.exchange(tunnel, "0/unknown"))).hasMessageContaining("role");
        Promise<ConnectionPointFixture.Response> answered = Promise.promise();
        fixture.vertx.runOnContext(go -> fixture.start(tunnel, "/SMS_MP/hold").onComplete(answered));
        HttpServerRequest inFlight = next(held);

        Future<Void> closing = point.close();
        Eventually.holds(() -> used(point).getLong("roundTripMicros") != null);

        JsonObject row = used(point);
        assertThat(row.getString("peer")).isEqualTo("127.0.0.1:" + gateway.port());
        assertThat(row.getLong("ageSeconds")).isBetween(0L, 60L);
        assertThat(row.getLong("roundTripMicros")).isPositive();
        assertThat(row.getInteger("exchangesInFlight")).isEqualTo(1);
        assertThat(row.getLong("exchanges")).isEqualTo(4);
        assertThat(row.getLong("bytesIn")).isEqualTo("from /SMS_MP/a".length());
        assertThat(row.getLong("bytesOut")).isEqualTo("from /SMS_MP/a".length() + "from /SMS_MP/b".length());
        assertThat(row.getString("lastExchangeError")).startsWith("role_unknown: ");
        assertThat(row.getBoolean("draining")).isTrue();
        await(inFlight.response().end());
        assertThat(await(answered.future()).response().status()).isEqualTo(200);
        await(closing);
    }

    /** The row of the connection that has carried exchanges. */
    private JsonObject used(ConnectionPoint point) throws Exception {
        return rows(point).stream()
                .map(JsonObject.class::cast)
                .filter(row -> row.getLong("exchanges", 0L) > 0)
                .findAny()
                .orElseThrow();
    }

    @Test
    void redialsAGatewayAndPublishesTheConfigurationAgain() throws Exception {
        TunnelServer gateway = fixture.gateway(0);
        int port = gateway.port();
        ConnectionPoint point = await(ConnectionPoint.start(fixture.vertx, fixture.settings(port)));
        fixture.answerPoll(fixture.site(5));
        for (int i = 0; i < 2; i++) {
            assertThat(next(fixture.up)).isNotNull();
            assertThat(next(fixture.published)).startsWith("5 ");
        }

        await(gateway.close());
        Eventually.holds(() -> !point.ready());
        assertThat(fixture.page(point, "/ready").object().getString("missing")).contains("no tunnel connection");
        assertThat(fixture.gateway(port).port()).isEqualTo(port);

        assertThat(fixture.exchange(next(fixture.up), "/SMS_MP/again").body()).hasToString("from /SMS_MP/again");
        assertThat(next(fixture.published)).startsWith("5 ");
        await(point.close());
    }

    @Test
    void dialsEveryAddressOfANameAndVerifiesTheName() throws Exception {
        TunnelServer one = fixture.gateway(0);
        TunnelServer other = fixture.gateway("127.0.0.2", one.port());
        ConnectionPoint point = await(ConnectionPoint.start(
                fixture.vertx, fixture.settings(one.port()), host -> List.of("127.0.0.1", "127.0.0.2")));
        fixture.answerPoll(fixture.site(1));

        Eventually.holds(() -> one.status().size() == 2 && other.status().size() == 2);
        Eventually.holds(point::ready);
        assertThat(rows(point))
                .extracting(row -> ((JsonObject) row).getString("gateway"))
                .containsOnly("127.0.0.1:" + one.port(), "127.0.0.2:" + one.port())
                .hasSize(4);
        await(point.close());
    }

    @Test
    void usesARenewedCertificateButNoneWithAnotherId() throws Exception {
        TunnelServer gateway = fixture.gateway(0);
        ConnectionPoint point = await(ConnectionPoint.start(fixture.vertx, fixture.settings(gateway.port())));
        fixture.answerPoll(fixture.site(1));
        Eventually.holds(point::ready);
        assertThat(await(point.renew())).isFalse();

        assertThat(fixture.issue(ConnectionPointFixture.ID, "own").certFile()).exists();
        assertThat(await(point.renew())).isTrue();
        assertThat(await(point.renew())).isFalse();

        assertThat(fixture.issue(UUID.randomUUID(), "own").certFile()).exists();
        assertThat(catchThrowable(() -> await(point.renew())).getCause())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("urn:uuid:" + ConnectionPointFixture.ID);
        await(point.close());
    }

    @Test
    void isNotReadyBeforeEveryGatewayWasTried() throws Exception {
        TunnelServer gateway = fixture.gateway(0);
        ConnectionPoint point;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            point = await(
                    ConnectionPoint.start(fixture.vertx, fixture.settings(gateway.port(), silent.getLocalPort())));
            fixture.answerPoll(fixture.site(1));
            Eventually.holds(() -> status(point).getInteger("connectionsUp") == 2);

            assertThat(fixture.page(point, "/ready").object().getString("missing"))
                    .isEqualTo("the first attempt to reach 127.0.0.1:" + silent.getLocalPort() + " is under way");
            assertThat(point.ready()).isFalse();
        }
        Eventually.holds(point::ready);
        await(point.close());
    }

    @Test
    void staysReadyWhenOneOfTwoGatewaysIsDown() throws Exception {
        TunnelServer one = fixture.gateway(0);
        TunnelServer other = fixture.gateway(0);
        ConnectionPoint point = await(ConnectionPoint.start(fixture.vertx, fixture.settings(one.port(), other.port())));
        fixture.answerPoll(fixture.site(1));
        Eventually.holds(() -> status(point).getInteger("connectionsUp") == 4);

        await(other.close());

        Eventually.holds(() -> status(point).getInteger("connectionsUp") == 2);
        assertThat(point.ready()).isTrue();
        await(point.close());
    }

    @Test
    void finishesExchangesInFlightBeforeItStops() throws Exception {
        TunnelServer gateway = fixture.gateway(0);
        ConnectionPoint point = await(ConnectionPoint.start(fixture.vertx, fixture.settings(gateway.port())));
        fixture.answerPoll(fixture.site(1));
        Tunnel tunnel = next(fixture.up);
        Promise<ConnectionPointFixture.Response> answered = Promise.promise();
        fixture.vertx.runOnContext(go -> fixture.start(tunnel, "/SMS_MP/hold").onComplete(answered));
        HttpServerRequest inFlight = next(held);

        Future<Void> closing = point.close();
        Eventually.holds(() -> !tunnel.isAccepting());
        await(inFlight.response().end("late, but whole"));

        assertThat(await(answered.future()).body()).hasToString("late, but whole");
        await(closing);
    }

    @Test
    void logsTheObjectionOfAGatewayAndContinues() throws Exception {
        TunnelServer gateway = fixture.gateway(0);
        ConnectionPoint point = await(ConnectionPoint.start(fixture.vertx, fixture.settings(gateway.port())));
        fixture.answerPoll(fixture.site(3));
        Tunnel tunnel = next(fixture.up);
        Eventually.holds(() -> runs(point, 3));
        try (LogWatch log = LogWatch.of(TunnelEventLog.class)) {
            fixture.objection = "roles[0] is odd";
            fixture.answerPoll(fixture.site(4));

            Eventually.holds(() -> log.lines().stream().anyMatch(line -> line.contains("reason=roles[0] is odd")));
            assertThat(log.lines()).anySatisfy(line -> assertThat(line)
                    .startsWith("ERROR A gateway refuses the site configuration and keeps the one it has")
                    .contains("offered=4")
                    .contains("runs=3"));
        }
        assertThat(runs(point, 3)).as("what operators see").isTrue();
        assertThat(fixture.exchange(tunnel, "/SMS_MP/x").response().status()).isEqualTo(500);

        fixture.objection = "";
        fixture.answerPoll(fixture.site(5));
        Eventually.holds(() -> runs(point, 5));
        await(point.close());
    }

    @Test
    void refusesACertificateWithoutItsConnectionId() throws Exception {
        var settings = fixture.settings(
                fixture.issue(UUID.randomUUID(), "other"), anySite(), new Address("127.0.0.1", 0), 10140);

        Throwable refusal = catchThrowable(() -> await(ConnectionPoint.start(fixture.vertx, settings)));

        assertThat(refusal.getCause())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("other.pem")
                .hasMessageContaining("urn:uuid:" + ConnectionPointFixture.ID);
    }

    private SiteAccess anySite() throws Exception {
        return fixture.settings(10140).site();
    }

    @Test
    void reportsAPortInUseAndLeavesNothingOpen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = fixture.settings(
                    fixture.issue(ConnectionPointFixture.ID, "mine"),
                    anySite(),
                    new Address("127.0.0.1", taken.getLocalPort()),
                    10140);

            Throwable refusal = catchThrowable(() -> await(ConnectionPoint.start(fixture.vertx, settings)));

            assertThat(refusal.getCause())
                    .isInstanceOf(InvalidSettingsException.class)
                    .hasMessageContaining("admin.listen")
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void doesNotStartWithAnInvalidSiteFile() throws Exception {
        Path file = Files.writeString(folder.resolve("site.yaml"), "version: 1\n");
        int admin = FreePort.on("127.0.0.1");
        var settings = fixture.settings(
                fixture.issue(ConnectionPointFixture.ID, "mine"),
                new SiteAccess(null, null, file),
                new Address("127.0.0.1", admin),
                10140);

        Throwable refusal = catchThrowable(() -> await(ConnectionPoint.start(fixture.vertx, settings)));

        assertThat(refusal.getCause())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("site.yaml");
        Eventually.holds(() -> isFree(admin)); // the socket is gone a moment after its server says so
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return again.isBound();
        } catch (BindException taken) {
            return false;
        }
    }
}
