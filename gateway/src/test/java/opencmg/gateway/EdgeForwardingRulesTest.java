package opencmg.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9110 asks of an intermediary: Via, Date, connection fields; and of a server: targets in absolute form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeForwardingRulesTest {

    private static final String OWN_VIA = "1\\.1 opencmg-gateway \\([0-9a-f-]{36}\\)";

    private final AtomicReference<@Nullable RelayRequest> seen = new AtomicReference<>();
    private volatile Relay inside = request -> World.text(200, "hello");
    private World world;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        world = new World(directory);
        world.connect(request -> {
            seen.set(request);
            return inside.relay(request);
        });
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @BeforeEach
    void reset() {
        seen.set(null);
        inside = request -> World.text(200, "hello");
    }

    private MultiMap forwarded() {
        return Objects.requireNonNull(seen.get(), "nothing was forwarded").headers();
    }

    // ------------------------------------------------------------------ Via

    @Test
    void addsItselfToViaInBothDirections() throws IOException {
        inside = request -> World.answer(200, null, "via", "1.1 opencmg-connection-point");
        Reply reply = world.ask("GET", "/SMS_MP", "Via: 1.0 fred, 1.1 (a comment)");

        assertThat(forwarded().getAll("via")).hasSize(2).first().isEqualTo("1.0 fred, 1.1 (a comment)");
        assertThat(forwarded().getAll("via").get(1)).matches(OWN_VIA);
        assertThat(reply.fields().get("via")).containsExactly("1.1 opencmg-connection-point", "2.0 opencmg-gateway");
    }

    @Test
    void namesTheVersionThatItReceived() throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply =
                    caller.ask("GET " + World.TOKEN_FACE + "/SMS_MP HTTP/1.0", "Authorization: Bearer " + world.token);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(forwarded().get("via")).startsWith("1.0 opencmg-gateway (");
        }
    }

    @Test
    void keepsItsViaWhenAClientNamesItInConnection() throws IOException {
        assertThat(world.ask("GET", "/SMS_MP", "Connection: Via", "Via: 1.1 a").status())
                .isEqualTo(200);
        assertThat(forwarded().getAll("via")).singleElement().asString().matches(OWN_VIA);
    }

    @Test
    void refusesARequestThatComesBackFromInside() throws IOException {
        AtomicInteger forwardings = new AtomicInteger();
        inside = request -> {
            forwardings.incrementAndGet();
            return world.vertx.executeBlocking(() -> sendToGateway(request)).compose(Future::succeededFuture);
        };
        Reply reply = world.ask("GET", "/SMS_MP/loop");

        assertThat(forwardings).hasValue(1);
        assertThat(reply.status()).isEqualTo(508);
        assertThat(reply.code()).isEqualTo("loop_detected");
        assertThat(reply.json().getString("hop")).isEqualTo("connection-point");
        assertThat(reply.json().getString("hint")).contains("internalUrl");
        String detail = world.admin("/decisions/" + reply.json().getString("requestId"))
                .json()
                .getString("detail");
        assertThat(detail).contains("opencmg-gateway (");
    }

    /** As a connection point does whose role has the gateway as its address. */
    private RelayResponse sendToGateway(RelayRequest request) throws IOException {
        Reply reply = world.ask(
                "GET",
                "/SMS_MP/loop",
                "Via: " + String.join(", ", request.headers().getAll("via")));
        return Objects.requireNonNull(World.answer(
                        reply.status(),
                        new Texts(reply.body()),
                        "content-length",
                        Integer.toString(reply.body().length()))
                .result());
    }

    @Test
    void forwardsARequestOfAnotherGatewayInACascade() throws IOException {
        Reply reply = world.ask(
                "GET",
                "/SMS_MP",
                "Via: 1.1 opencmg-gateway (0f8b7a3e-93a4-4d5c-8d8e-1f2c5e9e6b11), 2.0 opencmg-gateway");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(forwarded().getAll("via")).hasSize(2);
    }

    @Test
    void takesItsNameInViaFromTheSettings(@TempDir Path directory) throws IOException {
        for (String setting : List.of("gw-1.corp.example", "off")) {
            String edge = "edge: { listen: \"127.0.0.1:0\", certificateFile: edge.pem, keyFile: edge.key, via: "
                    + setting + " }";
            try (World other = new World(directory, edge)) {
                other.connect(request -> {
                    seen.set(request);
                    return World.text(200, "hello");
                });
                Reply reply = other.ask("GET", "/SMS_MP");

                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.field("via")).isEqualTo(setting.equals("off") ? "" : "2.0 " + setting);
                assertThat(forwarded().contains("via")).isEqualTo(!setting.equals("off"));
            }
        }
    }

    // ------------------------------------------------------------------ Date and connection fields

    @Test
    void sendsADateWithEachResponseThatHasNone() throws IOException {
        for (Reply reply : List.of(
                world.ask("GET", "/SMS_MP"), // forwarded
                world.ask("GET", "/SMS_MP/..%2fsecret"), // refused
                malformed())) {
            assertThat(reply.fields().get("date")).as("%s", reply).hasSize(1);
            assertThat(ZonedDateTime.parse(reply.field("date"), DateTimeFormatter.RFC_1123_DATE_TIME))
                    .isNotNull();
            assertThat(reply.field("date")).hasSize("Sun, 06 Nov 1994 08:49:37 GMT".length());
        }
    }

    private Reply malformed() throws IOException {
        try (Caller caller = world.caller()) {
            return caller.ask("nonsense");
        }
    }

    @Test
    void keepsTheDateOfTheServerInside() throws IOException {
        String date = "Sun, 06 Nov 1994 08:49:37 GMT";
        inside = request -> World.answer(200, null, "Date", date);

        assertThat(world.ask("GET", "/SMS_MP").fields().get("date")).containsExactly(date);
    }

    @Test
    void forwardsNoConnectionFieldsOfAResponse() throws IOException {
        inside = request -> World.answer(
                200,
                null,
                "keep-alive",
                "timeout=5",
                "proxy-authenticate",
                "Basic",
                "trailer",
                "x",
                "upgrade",
                "h2c",
                "x-mine",
                "stays");
        Reply reply = world.ask("GET", "/SMS_MP");

        assertThat(reply.fields())
                .containsKey("x-mine")
                .doesNotContainKeys("keep-alive", "proxy-authenticate", "trailer", "upgrade");
    }

    // ------------------------------------------------------------------ absolute form

    @ParameterizedTest
    @ValueSource(
            strings = {"https://localhost", "HTTPS://LocalHost:443", "https://127.0.0.1:8443", "https://localhost:"})
    void takesATargetInAbsoluteFormWithItsOwnName(String origin) throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(
                    "GET " + origin + World.TOKEN_FACE + "/SMS_MP/.sms_aut?MPLIST HTTP/1.1",
                    "Host: elsewhere.example",
                    "Authorization: Bearer " + world.token);

            assertThat(reply.status()).as("%s", reply).isEqualTo(200);
            assertThat(Objects.requireNonNull(seen.get()).target())
                    .isEqualTo(World.CERTIFICATE_FACE + "/SMS_MP/.sms_aut?MPLIST");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://mp1.corp.example",
                "https://localhost.evil.example",
                "https://user@localhost",
                "https://localhost@evil.example",
                "https://[::1]",
                "https://127.0.0.2",
                "https://",
                "http://localhost",
                "ftp://localhost"
            })
    void refusesATargetInAbsoluteFormForAnotherServer(String origin) throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(
                    "GET " + origin + World.TOKEN_FACE + "/SMS_MP HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + world.token);

            assertThat(reply.status()).as("%s", reply).isEqualTo(421);
            assertThat(reply.code()).isEqualTo("misdirected");
            assertThat(reply.json().getString("hop")).isEqualTo("client");
            assertThat(reply.json().getString("detail")).contains(origin).contains("127.0.0.1, localhost");
            assertThat(seen.get()).isNull();
            assertThat(caller.ask(world.request("GET", "/SMS_MP")).status()).isEqualTo(200);
        }
    }
}
