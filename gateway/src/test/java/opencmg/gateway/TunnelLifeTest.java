package opencmg.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import opencmg.gateway.identity.Awaited;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.link.TunnelServer;
import opencmg.tunnel.logwatch.LogWatch;
import opencmg.wire.Wire;
import opencmg.wire.WireFault;
import opencmg.wire.WireMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tunnels that come, go, hang and are replaced, as clients and operators of a gateway see it; over real sockets. */
class TunnelLifeTest {

    @TempDir
    Path directory;

    private final UUID id = UUID.randomUUID();
    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(directory, "limits: { tunnelsPerSecond: 2 }");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** To the kernel the old socket is alive: only the epoch says that nobody is behind it any more. */
    @Test
    void sendsToTheNewStartAtOnceWhileTheOldSocketIsHalfOpen() throws IOException {
        Wire wire = Awaited.value(Wire.listen(world.vertx, 0, "127.0.0.1", world.gateway.tunnelPort()));
        world.dial(wire.port(), request -> World.text(200, "old"), id, 1).awaitConfigured();
        assertThat(world.ask("GET", "/SMS_MP").text()).isEqualTo("old");
        wire.set(WireMode.of(WireFault.BLACK_HOLE));

        world.connect(request -> World.text(200, "new"), id, 2);

        for (int i = 0; i < 10; i++) {
            assertThat(world.ask("GET", "/SMS_MP").text()).isEqualTo("new");
        }
        assertThat(lost()).hasSize(1).first().asString().contains("the connection point has started anew");
        Awaited.done(wire.cut());
    }

    @Test
    void turnsAnOldStartAwayThatComesLateAndSaysWhyOnBothSides() throws IOException {
        world.connect(request -> World.text(200, "new"), id, 2);
        FakeConnectionPoint old = world.dial(world.gateway.tunnelPort(), request -> World.text(200, "old"), id, 1);

        world.await(() -> old.lastProblem.contains("is here already and started later (epoch 2, this one has 1)"));
        for (int i = 0; i < 4; i++) {
            assertThat(world.ask("GET", "/SMS_MP").text()).isEqualTo("new");
        }
    }

    @Test
    void turnsConnectionsAwayThatComeTooFastAndTakesThemLater() throws IOException {
        List<FakeConnectionPoint> many = new ArrayList<>();
        try (LogWatch log = LogWatch.of(TunnelServer.class)) {
            for (int i = 0; i < 100 && log.lines().isEmpty(); i++) {
                FakeConnectionPoint point = world.dial(
                        world.gateway.tunnelPort(), request -> World.text(200, "hello"), UUID.randomUUID(), 1);
                many.add(point);
                world.await(() -> point.isConfigured() || !log.lines().isEmpty()); // no more than it takes
            }
            assertThat(log.lines().get(0))
                    .startsWith("WARN Turned connection points away; they come again by themselves ")
                    .contains("reason=more than 1 tunnel connections came within a second");
        }
        many.forEach(FakeConnectionPoint::awaitConfigured);
        assertThat(world.admin("/tunnels").json().getJsonArray("tunnels")).hasSameSizeAs(many);
    }

    @Test
    void tellsAtOnceToComeAgainWhenTheConnectionPointIsAtItsLimit() throws IOException {
        world.connect(
                request ->
                        Future.failedFuture(new RelayFailure(FailureReason.OVER_LIMIT, "8192 exchanges are in flight")),
                id,
                1);
        Reply full = world.ask("GET", "/SMS_MP");
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.code()).isEqualTo("over_limit");
        assertThat(full.field("retry-after")).isNotEmpty();
    }

    @Test
    void takesRenewedTunnelFilesIntoUseAndNoBrokenOnes() throws IOException {
        assertThat(Awaited.value(world.gateway.tunnelCertificate().check())).isFalse();
        world.renewTunnelCertificate();
        assertThat(Awaited.value(world.gateway.tunnelCertificate().check())).isTrue();
        world.connect(request -> World.text(200, "hello"));
        assertThat(world.ask("GET", "/SMS_MP").text()).isEqualTo("hello");

        java.nio.file.Files.writeString(directory.resolve("tunnel.key"), "half a ke");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> Awaited.value(world.gateway.tunnelCertificate().check())))
                .hasMessageContaining("tunnel.key");
    }

    @Test
    void showsEveryConnectionAlsoThoseThatDrainAndThoseThatWere() throws IOException {
        Promise<RelayResponse> pending = Promise.promise();
        Promise<Void> asked = Promise.promise();
        FakeConnectionPoint point = world.connect(
                request -> {
                    asked.tryComplete();
                    return pending.future();
                },
                id,
                1);
        try (Caller waiting = world.caller()) {
            waiting.head(world.request("GET", "/SMS_MP"));
            world.await(() -> asked.future().isComplete());
            assertThat(tunnels()).hasSize(1);
            JsonObject row = tunnels().getJsonObject(0);
            assertThat(row.getString("peer")).startsWith("127.0.0.1:");
            assertThat(row.getLong("ageSeconds")).isNotNegative();
            assertThat(row.getInteger("outstanding")).isEqualTo(1);
            assertThat(row.getLong("configurationVersion")).isEqualTo(1);
            assertThat(row.getString("lastError")).isEmpty();
            assertThat(row.getLong("exchanges")).isEqualTo(1);
            assertThat(row.getLong("bytesIn")).isZero();
            assertThat(row.getBoolean("draining")).isFalse();

            var closing = world.vertx.executeBlocking(
                    () -> {
                        point.close();
                        return true;
                    },
                    false);
            world.await(() -> lost().size() == 1);

            assertThat(tunnels().getJsonObject(0).getBoolean("draining")).isTrue();
            World.text(200, "late").onComplete(pending);
            assertThat(waiting.reply().text()).isEqualTo("late");
            assertThat(Awaited.value(closing)).isTrue();
        }
        world.await(() -> tunnels().isEmpty());
        assertThat(lost().getJsonObject(0).getString("reason"))
                .isEqualTo("the connection point drains: the connection point stops");
        assertThat(lost().getJsonObject(0).getString("connectionPoint")).isEqualTo(id.toString());
    }

    @Test
    void countsBytesBothWaysAndKeepsTheLastErrorOfATunnel() throws IOException {
        world.connect(
                request -> World.read(request.body())
                        .compose(bytes -> bytes == 5
                                ? World.text(200, "sixsix")
                                : Future.failedFuture(
                                        new RelayFailure(FailureReason.UPSTREAM_UNREACHABLE, "no server inside"))),
                id,
                1);
        try (Caller caller = world.caller()) {
            caller.head(world.request("POST", "/SMS_MP", "Content-Length: 5"));
            for (int i = 0; i < 5; i++) {
                caller.send(new byte[] {Chunks.at(i)});
            }
            assertThat(caller.reply().text()).isEqualTo("sixsix");
            assertThat(tunnels().getJsonObject(0).getLong("bytesOut")).isEqualTo(5);
            assertThat(tunnels().getJsonObject(0).getLong("bytesIn")).isEqualTo(6);
            assertThat(tunnels().getJsonObject(0).getString("lastError")).isEmpty();

            assertThat(caller.ask(world.request("GET", "/SMS_MP")).status()).isEqualTo(502);
            assertThat(tunnels().getJsonObject(0).getString("lastError"))
                    .isEqualTo("upstream_unreachable: no server inside");
        }
    }

    private JsonArray tunnels() {
        return world.admin("/tunnels").json().getJsonArray("tunnels");
    }

    private JsonArray lost() {
        return world.admin("/tunnels").json().getJsonArray("lost");
    }
}
