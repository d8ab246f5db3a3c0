package opencmg.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateDefects;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.Pem;
import opencmg.gateway.identity.Awaited;
import opencmg.settings.InvalidSettingsException;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.eventually.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway as a whole: how it starts, what operators see, how it stops. */
class GatewayTest {

    @TempDir
    Path directory;

    // ------------------------------------------------------------------ starting

    private InvalidSettingsException startRefused(String... more) {
        Vertx vertx = Vertx.vertx();
        try {
            InvalidSettingsException refused = catchThrowableOfType(
                    InvalidSettingsException.class,
                    () -> Awaited.value(Gateway.start(vertx, World.settings(directory, more))));
            assertThat(refused).as("it started").isNotNull();
            return refused;
        } finally {
            Awaited.done(vertx.close());
        }
    }

    private void writeFiles(IssuedCertificate edge) throws IOException {
        CertificateAuthority authority = CertificateAuthority.root("CA", CaEnvironment.forTests());
        World.write(edge, directory, "edge");
        World.write(authority.issue(CertificateRequest.tunnel("127.0.0.1")), directory, "tunnel");
        Pem.writeCertificates(directory.resolve("tunnel-ca.pem"), List.of(authority.certificate()));
    }

    private static CertificateAuthority authority() {
        return CertificateAuthority.root("Edge CA", CaEnvironment.forTests());
    }

    @Test
    void tellsAPortInUseInOneLine() throws IOException {
        writeFiles(authority().issue(CertificateRequest.edgeAt("localhost")));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InvalidSettingsException refused = startRefused("edge: { listen: \"127.0.0.1:" + taken.getLocalPort()
                    + "\", certificateFile: edge.pem, keyFile: edge.key }");

            assertThat(refused.getMessage())
                    .isEqualTo("edge.listen: 127.0.0.1:" + taken.getLocalPort()
                            + " is in use by another process; stop it (find it with: ss -ltnp 'sport = :"
                            + taken.getLocalPort() + "') or give another port");
        }
    }

    @Test
    void tellsAnAddressOfAnotherMachine() throws IOException {
        writeFiles(authority().issue(CertificateRequest.edgeAt("localhost")));

        assertThat(startRefused("edge: { listen: \"192.0.2.1:4443\", certificateFile: edge.pem, keyFile: edge.key }"))
                .hasMessageContaining("edge.listen: 192.0.2.1:4443 is no address of this machine");
    }

    @Test
    void tellsAllThatIsWrongWithItsFilesAtOnce() throws IOException {
        writeFiles(authority().issue(CertificateRequest.edgeAt("localhost").customize(CertificateDefects.expired())));
        Pem.writeKey(
                directory.resolve("tunnel.key"),
                authority().issue(CertificateRequest.tunnel("other")).key());
        java.nio.file.Files.delete(directory.resolve("tunnel-ca.pem"));

        assertThat(startRefused().faults())
                .extracting(Object::toString)
                .anyMatch(line -> line.contains("edge.pem: is valid from"))
                .anyMatch(line -> line.contains("tunnel.key: is not the key of the first certificate"))
                .anyMatch(line -> line.contains("tunnel-ca.pem: does not exist"));
    }

    @Test
    void leavesNothingOpenWhenItCannotStart() throws IOException {
        writeFiles(authority().issue(CertificateRequest.edgeAt("localhost")));
        int edge = freePort();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Vertx vertx = Vertx.vertx();
            GatewaySettings settings = World.settings(
                    directory,
                    "edge: { listen: \"127.0.0.1:" + edge + "\", certificateFile: edge.pem, keyFile: edge.key }");
            GatewaySettings broken = new GatewaySettings(
                    settings.name(),
                    settings.edge(),
                    settings.tunnel(),
                    new opencmg.gateway.admin.AdminSettings(
                            new opencmg.settings.Address("127.0.0.1", taken.getLocalPort())),
                    settings.revocation(),
                    settings.explain(),
                    settings.limits(),
                    settings.log());

            assertThat(catchThrowableOfType(
                            InvalidSettingsException.class, () -> Awaited.value(Gateway.start(vertx, broken))))
                    .hasMessageContaining("admin.listen");
            assertThat(canBeListenedOn(edge)).isTrue();
            Awaited.done(vertx.close());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static boolean canBeListenedOn(int port) throws IOException {
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return again.isBound();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"boringssl", "jdk"})
    void servesTheSameWithBothEngines(String engine) throws IOException {
        try (World world = new World(
                directory,
                "edge: { listen: \"127.0.0.1:0\", certificateFile: edge.pem, keyFile: edge.key, engine: " + engine
                        + ", protocols: [TLSv1.2, TLSv1.3] }")) {
            world.connect(
                    request -> World.text(200, String.valueOf(request.headers().get("x-opencmg-client-way"))));

            assertThat(world.admin("/status").json().getString("tls")).isEqualToIgnoringCase(engine);
            assertThat(world.ask("GET", "/SMS_MP").text()).isEqualTo("token");
            for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
                IssuedCertificate client = world.site.client("PC01.corp.example");
                try (Caller caller = Caller.to(world.gateway.edgePort(), client, protocol)) {
                    Reply reply = caller.ask("GET " + World.CERTIFICATE_FACE + "/SMS_MP HTTP/1.1", "Host: localhost");
                    assertThat(reply.text()).as("%s", reply).isEqualTo("pki");
                    assertThat(caller.protocol()).isEqualTo(protocol);
                }
            }
            try (Caller caller = world.caller(world.site.selfSigned())) {
                Reply reply = caller.ask("GET " + World.CERTIFICATE_FACE + "/SMS_MP HTTP/1.1", "Host: localhost");
                assertThat(reply.code()).isEqualTo("certificate_untrusted");
            }
        }
    }

    // ------------------------------------------------------------------ what operators see

    @Test
    void isReadyWithAConfigurationAndATunnelAndNotWithout() throws IOException {
        try (World world = new World(directory)) {
            assertThat(world.admin("/live").status()).isEqualTo(200);
            assertThat(world.admin("/ready").status()).isEqualTo(503);
            assertThat(world.admin("/ready").json().getString("reason")).contains("site configuration");
            Reply refused = world.ask("GET", "/SMS_MP");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("no_site_configuration");
            assertThat(refused.field("retry-after")).isEqualTo("10");

            FakeConnectionPoint point = world.connect(request -> World.text(200, "hello"));
            assertThat(world.admin("/ready").status()).isEqualTo(200);
            assertThat(world.ask("GET", "/SMS_MP").status()).isEqualTo(200);

            point.close();
            world.await(() -> world.admin("/ready").status() == 503);
            refused = world.ask("GET", "/SMS_MP");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("no_connection_point");
            assertThat(refused.field("retry-after")).isEqualTo("10");
        }
    }

    @Test
    void showsTunnelsAndMetrics() throws IOException {
        try (World world = new World(directory)) {
            UUID id = UUID.randomUUID();
            world.connect(request -> World.text(200, "hello"), id, 1);
            assertThat(world.ask("GET", "/SMS_MP").status()).isEqualTo(200);
            assertThat(world.ask("GET", "/unpublished").status()).isEqualTo(404);
            world.await(() -> world.admin("/metrics").text().contains("endpoint_not_published"));

            Reply tunnels = world.admin("/tunnels");
            assertThat(tunnels.json().getJsonArray("tunnels").getJsonObject(0).getString("connectionPoint"))
                    .isEqualTo(id.toString());
            assertThat(tunnels.json().getJsonArray("sites").getJsonObject(0).getLong("configurationVersion"))
                    .isEqualTo(1);
            assertThat(world.admin("/metrics").text())
                    .contains("opencmg_requests_seconds_count{endpoint=\"SMS_MP\",hop=\"\",reason=\"\",role=\"")
                    .contains("opencmg_tunnels 1.0")
                    .contains("opencmg_certificate_days");
            assertThat(world.admin("/decisions/unknown").status()).isEqualTo(404);
            assertThat(world.admin("/nothing").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inFlight", "exchangesPerTunnel"})
    void refusesWhatIsOverItsLimitAtOnce(String limit) throws IOException {
        Promise<RelayResponse> pending = Promise.promise();
        try (World world = new World(directory, "limits: { " + limit + ": 1 }")) {
            Promise<Void> asked = Promise.promise();
            world.connect(request -> {
                asked.tryComplete();
                return pending.future();
            });
            try (Caller waiting = world.caller()) {
                waiting.head(world.request("GET", "/SMS_MP"));
                Awaited.done(asked.future());
                Reply refused = world.ask("GET", "/SMS_MP");

                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.code()).isEqualTo("over_limit");
                assertThat(refused.field("retry-after")).isNotEmpty();
                World.text(200, "late").onComplete(pending);
                assertThat(waiting.reply().text()).isEqualTo("late");
            }
        }
    }

    @Test
    void explainsToClientsWhereThatIsWanted() throws IOException {
        try (World world = new World(directory, "explain: clients")) {
            world.connect(request -> World.text(200, "hello"));

            assertThat(world.ask("GET", "/unpublished").json().getString("detail"))
                    .contains("publishes [/Big,");
        }
    }

    @Test
    void showsClientsTheCertificateFiltersWhereThatIsWanted() throws IOException {
        try (World world = new World(directory, "explain: clients")) {
            world.connect(request ->
                    World.answer(403, null, "x-opencmg-certificate-filters", "candidates 0", "content-length", "0"));

            assertThat(world.ask("GET", "/SMS_MP").field("x-opencmg-certificate-filters"))
                    .isEqualTo("candidates 0");
        }
    }

    @Test
    void closesConnectionsBeyondTheLimit() throws IOException {
        try (World world = new World(directory, "limits: { connections: 1 }");
                Caller first = world.caller()) {
            assertThat(first.ask("GET /elsewhere HTTP/1.1", "Host: localhost").status())
                    .isEqualTo(404);
            try (Caller second = world.caller()) {
                assertThat(second.toTheEnd()).isZero();
            }
        }
    }

    @Test
    void takesARenewedCertificateIntoUseAndNoBrokenOne() throws IOException {
        try (World world = new World(directory)) {
            try (Caller before = world.caller()) {
                assertThat(Awaited.value(world.gateway.edgeCertificate().check()))
                        .isFalse();
                IssuedCertificate renewed = authority().issue(CertificateRequest.edgeAt("renewed.example"));
                World.write(renewed, directory, "edge");

                assertThat(Awaited.value(world.gateway.edgeCertificate().check()))
                        .isTrue();
                try (Caller after = world.caller()) {
                    assertThat(after.serverCertificate()).isEqualTo(renewed.certificate());
                }
                assertThat(before.ask("GET /elsewhere HTTP/1.1", "Host: localhost")
                                .status())
                        .isEqualTo(404);
            }
            java.nio.file.Files.writeString(directory.resolve("edge.key"), "half a ke");
            assertThat(catchThrowableOfType(
                            InvalidSettingsException.class,
                            () -> Awaited.value(world.gateway.edgeCertificate().check())))
                    .hasMessageContaining("edge.key");
            try (Caller still = world.caller()) {
                assertThat(still.ask("GET /elsewhere HTTP/1.1", "Host: localhost")
                                .status())
                        .isEqualTo(404);
            }
        }
    }

    // ------------------------------------------------------------------ patience

    @Test
    void closesAConnectionThatSendsNoWholeHeadInTime() throws IOException {
        try (World world = new World(directory, "limits: { keepAliveSeconds: 1 }");
                Caller silent = world.caller();
                Caller dripping = world.caller();
                Caller served = world.caller()) {
            dripping.send("GET / HT".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(served.ask("GET /elsewhere HTTP/1.1", "Host: localhost").status())
                    .isEqualTo(404);

            assertThat(silent.toTheEnd()).isZero();
            assertThat(dripping.toTheEnd()).isZero();
            assertThat(served.toTheEnd()).isZero();
        }
    }

    @Test
    void letsALongPollWaitForItsAnswer() throws IOException {
        Promise<RelayResponse> pending = Promise.promise();
        try (World world = new World(directory, "limits: { keepAliveSeconds: 1, stallSeconds: 1 }")) {
            world.connect(request -> pending.future());
            try (Caller polling = world.caller();
                    Caller idle = world.caller()) {
                polling.head(world.request("GET", "/SMS_MP"));
                assertThat(idle.toTheEnd()).as("closed while the other waits").isZero();
                World.text(200, "news").onComplete(pending);

                assertThat(polling.reply().text()).isEqualTo("news");
            }
        }
    }

    /** HTTP/1.0 has no other mark of an answer's end than that of its connection: one that is cut off must not look whole, so it is reset. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
    void cutsAConnectionOffWhoseClientReadsNothing(String version) throws IOException {
        Promise<Void> cancelled = Promise.promise();
        try (World world = new World(directory, "limits: { stallSeconds: 1 }")) {
            world.connect(request -> {
                request.abandoned().onComplete(gone -> cancelled.tryComplete());
                return World.answer(200, Chunks.of(1L << 30));
            });
            try (Caller stalled = world.caller()) {
                String[] head = world.request("GET", "/Big/file");
                head[0] = head[0].replace("HTTP/1.1", version);
                stalled.head(head);
                Awaited.done(cancelled.future());

                assertThatThrownBy(() -> stalled.exactly(1 << 30))
                        .isInstanceOf(version.equals("HTTP/1.0") ? SocketException.class : IOException.class);
            }
        }
    }

    // ------------------------------------------------------------------ stopping

    /** Its head could not say that the connection will end, so the client may ask once more. */
    @Test
    void answersAClientThatComesAgainAfterADownloadThatBeganBeforeItStopped() throws IOException {
        int size = 32 << 20; // more than sockets and windows hold
        World world = new World(directory);
        world.connect(request -> request.target().endsWith("/file")
                ? World.answer(200, Chunks.of(size), "content-length", Integer.toString(size))
                : World.text(200, "again"));
        try (Caller caller = world.caller()) {
            caller.head(world.request("GET", "/Big/file"));
            assertThat(caller.replyHead().field("connection")).isEmpty();
            Future<Void> closing = world.gateway.close();
            stopAfterItsLastCall(world.vertx);
            caller.exactly(size);

            Reply again = caller.ask(world.request("GET", "/SMS_MP"));

            assertThat(again.text()).isEqualTo("again");
            assertThat(again.field("connection")).isEqualTo("close");
            Awaited.done(closing);
        } finally {
            world.close();
        }
    }

    /** Another gateway with one client, idle: whatever else one does that began to stop earlier, its own last call is over too. */
    private void stopAfterItsLastCall(Vertx vertx) throws IOException {
        Gateway other = Awaited.value(Gateway.start(vertx, World.settings(directory)));
        try (Caller idle = Caller.to(other.edgePort(), null)) {
            assertThat(idle.ask("GET /elsewhere HTTP/1.1", "Host: localhost").status())
                    .isEqualTo(404);
            Awaited.done(other.close());
            assertThat(idle.toTheEnd()).isZero();
        }
    }

    /**
     * One that waits for its answer, one in the middle of an answer that nobody reads, and answers that the gateway has as a whole and that go into the sockets
     * until one does not fit. What is promised is the last call, the limit and the last word, 3 s; TLS would take as much for its good-bye behind what nobody
     * reads.
     */
    @Test
    void endsWhatOutlastsTheDrainLimit() throws Exception {
        AtomicInteger cancelled = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger unread = new AtomicInteger();
        String small = "x".repeat(48 << 10);
        String large = "x".repeat(600 << 10); // whole at the gateway, and more than its end of a connection takes
        int many = 500; // of them: more than sockets hold
        World world = new World(directory, "limits: { drainSeconds: 1 }");
        world.connect(request -> {
            if (request.target().endsWith("/quick")) {
                return World.text(200, small);
            }
            if (request.target().contains("/unread")) {
                unread.incrementAndGet();
                return World.text(200, request.target().endsWith("/unread") ? small : large);
            }
            request.abandoned().onComplete(gone -> cancelled.incrementAndGet());
            asked.incrementAndGet();
            return request.target().endsWith("/file")
                    ? World.answer(200, Chunks.of(1L << 40))
                    : Promise.<RelayResponse>promise().future();
        });
        try (Caller waiting = world.caller();
                Caller reading = world.caller();
                Caller stalled = world.caller();
                Caller stalledWithMore = world.caller()) {
            waiting.head(world.request("GET", "/SMS_MP"));
            reading.head(world.request("GET", "/Big/file"));
            assertThat(reading.replyHead().status()).isEqualTo(200);
            for (int i = 0; i < many; i++) {
                stalled.head(world.request("GET", "/SMS_MP/unread"));
                stalledWithMore.head(world.request("GET", "/SMS_MP/unread-large"));
            }
            Eventually.holds(() -> {
                int before = unread.get();
                for (int i = 0; i < 5; i++) {
                    assertThat(world.ask("GET", "/SMS_MP/quick").status()).isEqualTo(200);
                }
                return asked.get() == 2 && unread.get() == before;
            });
            assertThat(unread.get()).isPositive().isLessThan(2 * many);
            long began = System.nanoTime();

            Awaited.done(world.gateway.close());

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            world.await(() -> cancelled.get() == 2);
            Reply reply = waiting.reply();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.code()).isEqualTo("draining");
            assertThat(reply.json().getString("hop")).isEqualTo("gateway");
            assertThatThrownBy(() -> reading.exactly(1 << 30)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> stalled.exactly(many * small.length())).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> stalledWithMore.exactly(many * large.length()))
                    .isInstanceOf(IOException.class);
        } finally {
            world.close();
        }
    }

    @Test
    void finishesWhatIsUnderWayWhenItStops() throws IOException {
        Promise<RelayResponse> pending = Promise.promise();
        Promise<Void> asked = Promise.promise();
        World world = new World(directory);
        world.connect(request -> {
            asked.tryComplete();
            return pending.future();
        });
        try (Caller waiting = world.caller()) {
            waiting.head(world.request("GET", "/SMS_MP"));
            Awaited.done(asked.future());
            Future<Void> closing = world.gateway.close();
            World.text(200, "whole").onComplete(pending);
            Reply reply = waiting.reply();

            assertThat(reply.text()).isEqualTo("whole");
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(waiting.toTheEnd()).isZero();
            Awaited.done(closing);
            assertThat(catchThrowableOfType(
                            IOException.class,
                            () -> new Socket(InetAddress.getLoopbackAddress(), world.gateway.edgePort()).close()))
                    .isNotNull();
        } finally {
            world.close();
        }
    }
}
