package opencmg.lab.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import opencmg.lab.http.Ask;
import opencmg.lab.http.Web;
import opencmg.lab.http.WebTrust;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two gateways behind a balancer and two connection points, each a process: what their end by signal costs clients that ask without a pause. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartsTest {

    private static final int ASKERS = 4;
    private static final int UPLOADERS = 1;
    private static final int DOWNLOADERS = 2;
    private static final int CLIENTS = ASKERS + UPLOADERS + DOWNLOADERS;

    private static final List<String> IN_TURN =
            List.of("connection-point-1", "connection-point-2", "gateway-1", "gateway-2");

    private final Vertx vertx = Loops.forServers();
    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
    private final Map<String, Part> running = new LinkedHashMap<>();
    private final List<Part> again = new ArrayList<>();
    private Path directory;
    private LabOrder order;
    private Lab lab;
    private Web web;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        directory = dir;
        order = LabOrder.small(dir).with(new LabOrder.Fleet(2, 2, true, "96m"));
        lab = Lab.start(vertx, order, notices::add);
        lab.parts().forEach(part -> running.put(part.name(), part));
        assertThat(running.values())
                .extracting(Part::pid)
                .hasSize(5)
                .doesNotHaveDuplicates()
                .doesNotContain(ProcessHandle.current().pid());
        web = new Web(vertx, WebTrust.in(lab.file().caFile()));
    }

    @BeforeEach
    void startWhatTheTestBeforeEnded() {
        IN_TURN.stream()
                .filter(name -> ProcessHandle.of(part(name).pid()).isEmpty())
                .forEach(this::startAgain);
        notices.clear();
    }

    @AfterAll
    void stop() {
        Future.join(again.stream().map(part -> part.close().get()).toList())
                .<Void>mapEmpty()
                .await();
        web.close().await();
        lab.close();
        vertx.close().await();
    }

    @Test
    void losesNoRequestWhenEachIsRestartedInTurnUnderLoad() throws Exception {
        SteadyLoad load = new SteadyLoad(vertx, lab.file());
        load.start(ASKERS, UPLOADERS, DOWNLOADERS);
        load.awaitServed(100);
        for (String name : IN_TURN) {
            assertThat(process(name).destroy()).as("SIGTERM is sent").isTrue();
            assertThat(notices.poll(60, TimeUnit.SECONDS))
                    .startsWith(name + " ")
                    .endsWith("exit code 0");
            startAgain(name);
            load.awaitServed(50);
            assertThat(load.failures()).as("after %s", name).isEmpty();
        }
        load.stop();

        assertThat(load.failures()).isEmpty();
        assertThat(load.downloads()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway-1", "connection-point-2"})
    void losesOnlyWhatWasInFlightInTheOneThatIsKilled(String name) throws Exception {
        SteadyLoad load = new SteadyLoad(vertx, lab.file());
        load.start(ASKERS, UPLOADERS, DOWNLOADERS);
        load.awaitServed(100);

        assertThat(process(name).destroyForcibly()).isTrue();
        assertThat(notices.poll(60, TimeUnit.SECONDS)).startsWith(name + " ");
        load.awaitServed(200);
        int lost = load.failures().size();
        assertThat(lost).as("%s", load.failures()).isLessThanOrEqualTo(CLIENTS);

        startAgain(name);
        while (exchanges(name) == 0) {
            load.awaitServed(10);
        }
        load.stop();
        assertThat(load.failures()).as("no more than at the moment of the kill").hasSize(lost);
    }

    /** All that has gone through its tunnels since it started. */
    private long exchanges(String name) {
        Object page = Json.decodeValue(
                web.send(Ask.get(admin(name) + "/tunnels")).await().body());
        JsonArray rows = page instanceof JsonObject gateway ? gateway.getJsonArray("tunnels") : (JsonArray) page;
        return rows.stream()
                .mapToLong(row -> ((JsonObject) row).getLong("exchanges", 0L))
                .sum();
    }

    @Test
    void endsAtOnceOnTheSecondSignal() throws Exception {
        HttpClientAgent client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
        HttpClientResponse stalled = client.request(new RequestOptions()
                        .setHost("127.0.0.1")
                        .setPort(part("gateway-2").port("edge"))
                        .setURI(URI.create(lab.file().serverAuth()).getRawPath() + "/CCM_Client/lab/" + (64 << 20))
                        .putHeader("Authorization", "Bearer " + lab.file().token("access")))
                .compose(request -> request.send().onSuccess(HttpClientResponse::pause))
                .await();
        assertThat(stalled.statusCode()).isEqualTo(200);

        assertThat(process("gateway-2").destroy()).isTrue();
        while (web.send(Ask.get(admin("gateway-2") + "/ready")).await().ok()) {
            Thread.onSpinWait();
        }
        assertThat(notices).as("it waits for the download").isEmpty();
        assertThat(process("gateway-2").destroy()).isTrue();

        assertThat(notices.poll(20, TimeUnit.SECONDS)).startsWith("gateway-2 ").endsWith("exit code 130");
        client.close().await();
    }

    private Part part(String name) {
        return Objects.requireNonNull(running.get(name));
    }

    private ProcessHandle process(String name) {
        return ProcessHandle.of(part(name).pid()).orElseThrow();
    }

    private String admin(String name) {
        return "http://127.0.0.1:" + part(name).port("admin");
    }

    /** With its own settings file, as an operator would, and until it is ready. */
    private void startAgain(String name) {
        PartKind kind = name.startsWith("gateway") ? PartKind.GATEWAY : PartKind.CONNECTION_POINT;
        Part part = new PartsAsProcesses(vertx, order, directory.resolve("logs"), notices::add)
                .start(kind, name, directory.resolve(name + ".yaml"))
                .await();
        running.put(name, part);
        again.add(part);
        new Readiness(vertx, web).await(List.of(admin(name)), 60);
    }
}
