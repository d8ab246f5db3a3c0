package opencmg.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import opencmg.cli.Eventually;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebTrust;
import opencmg.launch.Loops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two gateways behind a balancer and two connection points, each a process: what their end by signal costs clients that ask without a pause. While one
 * starts again one of the other kind ends already: both kinds may be renewed at a time, and the time of this test is that of its runtimes' starts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestartsTest {

    private static final int ASKERS = 4;
    private static final int UPLOADERS = 1;

    /** The kinds in turn, so that one of each is always there. */
    private static final List<String> IN_TURN =
            List.of("connection-point-1", "gateway-1", "connection-point-2", "gateway-2");

    /** Enough for each of the clients to have asked once at least. */
    private static final int SOME = 4 * (ASKERS + UPLOADERS);

    private final Vertx vertx = Loops.forServers();
    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
    private final Map<String, Part> running = new ConcurrentHashMap<>();
    private final List<Part> again = new CopyOnWriteArrayList<>();
    private Path directory;
    private LabOptions order;
    private Lab lab;
    private Web web;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        directory = dir;
        order = LabOptions.small(dir).with(new LabOptions.Fleet(2, 2, true, "96m"));
        lab = Lab.start(vertx, order, notices::add);
        lab.parts().forEach(part -> running.put(part.name(), part));
        assertThat(running.values())
                .extracting(Part::pid)
                .hasSize(5)
                .doesNotHaveDuplicates()
                .doesNotContain(ProcessHandle.current().pid());
        web = new Web(vertx, WebTrust.of(lab.file().caFile()));
        notices.clear(); // what it told of its start
    }

    @AfterAll
    void stop() throws Exception {
        Future.join(again.stream().map(part -> part.close().get()).toList())
                .<Void>mapEmpty()
                .await();
        web.close().await();
        lab.close();
        vertx.close().await();
        Leaks.noneIn(directory.resolve("logs"));
    }

    @Test
    @Order(1)
    void losesNoRequestWhenEachIsRestartedInTurnUnderLoad() throws Exception {
        SteadyLoad load = new SteadyLoad(vertx, lab.file());
        load.start(ASKERS, UPLOADERS);
        load.awaitServed(SOME);
        CompletableFuture<Void> comesBack = CompletableFuture.completedFuture(null);
        for (String name : IN_TURN) {
            Begun begun = beginDownloads(name, load);
            assertThat(process(name).destroy()).as("SIGTERM is sent").isTrue();
            while (!drains(name)) {
                load.awaitServed(1);
            }
            load.awaitServed(SOME);
            assertThat(underWay(name)).as("downloads in %s", name).isPositive();
            assertThat(notices).as("%s waits for them", name).isEmpty();

            assertThat(begun.torn()).as("downloads torn, %s", name).isZero();
            assertThat(notices.poll(60, TimeUnit.SECONDS))
                    .startsWith(name + " ")
                    .endsWith("exit code 0");
            comesBack.join();
            comesBack = startAgain(name, load);
            assertThat(load.failures()).as("after %s", name).isEmpty();
        }
        comesBack.join();
        load.stop();

        assertThat(load.failures()).isEmpty();
    }

    @Test
    @Order(2)
    void losesOnlyWhatWasInFlightInTheOneThatIsKilled() throws Exception {
        SteadyLoad load = new SteadyLoad(vertx, lab.file());
        load.start(ASKERS, UPLOADERS);
        CompletableFuture<Void> comesBack = CompletableFuture.completedFuture(null);
        int lost = 0;
        for (String name : List.of("gateway-1", "connection-point-2")) {
            Begun begun = beginDownloads(name, load);
            assertThat(load.failures()).as("before %s is killed", name).hasSize(lost);

            assertThat(process(name).destroyForcibly()).isTrue();
            assertThat(notices.poll(60, TimeUnit.SECONDS)).startsWith(name + " ");
            load.awaitServed(2 * SOME);
            assertThat(load.failures()).as("after %s", name).hasSizeBetween(lost, lost + ASKERS + UPLOADERS);
            lost = load.failures().size();
            assertThat(begun.torn()).as("downloads torn of %s", begun).isEqualTo((int) begun.through());

            comesBack.join();
            comesBack = startAgain(name, load);
        }
        comesBack.join();
        load.stop();
        assertThat(load.failures())
                .as("no more than at the moments of the kills")
                .hasSize(lost);
    }

    /** The last, so that nobody needs the gateway afterwards. */
    @Test
    @Order(3)
    void endsAtOnceOnTheSecondSignal() throws Exception {
        Begun begun = beginDownloads("gateway-2");
        assertThat(process("gateway-2").destroy()).isTrue();
        Eventually.holds(() -> drains("gateway-2"));
        assertThat(notices).as("it waits for the download").isEmpty();
        assertThat(process("gateway-2").destroy()).isTrue();

        assertThat(notices.poll(20, TimeUnit.SECONDS)).startsWith("gateway-2 ").endsWith("exit code 130");
        for (LongDownload download : begun.downloads()) {
            download.close();
        }
    }

    // ------------------------------------------------------------------ what goes through whom

    /** While nobody else asks, so that it can be seen where they go. */
    private Begun beginDownloads(String name, SteadyLoad load) throws Exception {
        load.rest();
        Begun begun = beginDownloads(name);
        load.goOn();
        load.awaitServed(SOME);
        return begun;
    }

    /** Until one goes through that part and another stands beside it. */
    private Begun beginDownloads(String name) throws Exception {
        // The last of the answers is with its client; parts know a moment later.
        Eventually.holds(() -> IN_TURN.stream().filter(running::containsKey).noneMatch(part -> underWay(part) > 0));
        List<LongDownload> downloads = new ArrayList<>();
        while (downloads.size() < 2 || underWay(name) == 0) {
            assertThat(downloads).as("downloads, none of them through %s", name).hasSizeLessThan(16);
            downloads.add(LongDownload.begin(lab.file()));
        }
        return new Begun(downloads, underWay(name));
    }

    /**
     * Downloads of which a first piece has come.
     *
     * @param through how many of them go through the part that a test is about
     */
    private record Begun(List<LongDownload> downloads, long through) {

        /** Reads all of them to their ends; how many were not whole. */
        int torn() throws IOException {
            int torn = 0;
            for (LongDownload download : downloads) {
                torn += download.endsWhole() ? 0 : 1;
            }
            return torn;
        }
    }

    private long underWay(String name) {
        return tunnels(name)
                .mapToLong(row -> row.getLong("outstanding", row.getLong("exchangesInFlight", 0L)))
                .sum();
    }

    /** All that has gone through its tunnels since it started. */
    private long exchanges(String name) {
        return tunnels(name).mapToLong(row -> row.getLong("exchanges", 0L)).sum();
    }

    /** Its connections. */
    private Stream<JsonObject> tunnels(String name) {
        Object page = Json.decodeValue(
                web.send(WebRequest.get(admin(name) + "/tunnels")).await().body());
        JsonArray rows = page instanceof JsonObject gateway ? gateway.getJsonArray("tunnels") : (JsonArray) page;
        return rows.stream().map(JsonObject.class::cast);
    }

    /** Whether it has told everybody that it is about to end. */
    private boolean drains(String name) {
        return name.startsWith("gateway")
                ? !web.send(WebRequest.get(admin(name) + "/ready")).await().ok()
                : tunnels(name).allMatch(row -> row.getBoolean("draining", true));
    }

    // ------------------------------------------------------------------ its life

    private Part part(String name) {
        return Objects.requireNonNull(running.get(name));
    }

    private ProcessHandle process(String name) {
        return ProcessHandle.of(part(name).pid()).orElseThrow();
    }

    private String admin(String name) {
        return "http://127.0.0.1:" + part(name).port("admin");
    }

    /** Beside the test's thread: see {@link #startAgainUntilItCarries}. */
    private CompletableFuture<Void> startAgain(String name, SteadyLoad load) {
        running.remove(name);
        return CompletableFuture.runAsync(() -> startAgainUntilItCarries(load, name));
    }

    /**
     * With its own settings file, as an operator would, and until it is ready and carries requests. The five seconds that are promised count from when it
     * listens: what a Java runtime takes to start before is the machine's affair, and on a busy one no figure holds for it. What remains is all that
     * this program decides: dialling, the site configuration, the balancer's look and the first request.
     */
    private void startAgainUntilItCarries(SteadyLoad load, String name) {
        PartKind kind = name.startsWith("gateway") ? PartKind.GATEWAY : PartKind.CONNECTION_POINT;
        Part part = new ProcessPartStarter(vertx, order, directory.resolve("logs"), notices::add)
                .start(kind, name, directory.resolve(name + ".yaml"))
                .await();
        long listens = System.nanoTime();
        running.put(name, part);
        again.add(part);
        while (exchanges(name) == 0) {
            load.awaitServed(1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - listens))
                .as("until %s carries load again", name)
                .isLessThanOrEqualTo(Duration.ofSeconds(5));
        new Readiness(vertx, web).await(List.of(admin(name)), 60);
    }
}
