package opencmg.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.RSAKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Locale;
import opencmg.certs.CertificateDefects;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.gateway.edge.TlsEngine;
import opencmg.gateway.identity.Awaited;
import opencmg.gateway.identity.TestSite;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The table of credentials through the real edge of a running gateway, to an inside that says how it was told the client has come in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Credentials {

    private final TlsEngine engine;
    private final TestSite site = new TestSite();
    private List<CredentialRow> rows;
    private World world;
    private HttpServer keys;

    Credentials(TlsEngine engine) {
        this.engine = engine;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        rows = CredentialRows.of(site);
        site.verifyRevocation = true;
        CredentialRows.writeLists(site, directory);
        world = new World(
                directory,
                site,
                "edge: { listen: \"127.0.0.1:0\", certificateFile: edge.pem, keyFile: edge.key, engine: "
                        + engine.name().toLowerCase(Locale.ROOT) + " }",
                "revocation: { files: [root.crl, issuing.crl] }");
        keys = keyServer(world.vertx);
        URI keySet = URI.create("http://127.0.0.1:" + keys.actualPort() + "/keys");
        site.tenants.add(tenant(
                CredentialRows.TENANT, List.of(CredentialRows.ISSUER_V1, CredentialRows.ISSUER_V2), keySet, false));
        site.tenants.add(
                tenant(CredentialRows.SWITCHED_OFF, List.of(CredentialRows.SWITCHED_OFF_ISSUER), keySet, true));
        site.tenants.add(tenant(
                CredentialRows.UNREACHABLE,
                List.of(CredentialRows.UNREACHABLE_ISSUER),
                keySet.resolve("/broken"),
                false));
        world.connect(request -> World.text(200, request.headers().get("x-opencmg-client-way")));
    }

    @AfterAll
    void stop() {
        Awaited.done(keys.close());
        world.close();
    }

    private static Tenant tenant(String id, List<String> issuers, URI keySet, boolean disabled) {
        return new Tenant(
                id, issuers, List.of(CredentialRows.AUDIENCE), keySet, disabled, "app", CredentialRows.AUDIENCE);
    }

    private HttpServer keyServer(Vertx vertx) {
        RSAPublicKey key = (RSAPublicKey) site.tokenSigner.certificate().getPublicKey();
        JsonObject set = new JsonObject()
                .put(
                        "keys",
                        List.of(new RSAKey.Builder(key)
                                .keyID(CredentialRows.KEY_ID)
                                .build()
                                .toJSONObject()));
        return Awaited.value(vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(request.path().equals("/keys") ? 200 : 500)
                        .end(set.encode())
                        .onFailure(gone -> {}))
                .listen(0, "127.0.0.1"));
    }

    @TestFactory
    List<DynamicTest> answers() {
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.toString(),
                        () -> assertThat(answer(row)).as(row.name()).isEqualTo(row.answer())))
                .toList();
    }

    private String answer(CredentialRow row) throws IOException {
        Reply reply = ask(row.certificate(), row.token(), row.path());
        String head = reply.status() + " " + reply.phrase();
        if (reply.status() != 200) {
            return head + " " + reply.code();
        }
        return row.path().contains(TestSite.MP) ? head + " " + reply.text() : head;
    }

    private Reply ask(@Nullable IssuedCertificate certificate, @Nullable String token, String path) throws IOException {
        try (Caller caller = Caller.to(world.gateway.edgePort(), certificate)) {
            String line = "GET " + path + " HTTP/1.1";
            return token == null
                    ? caller.ask(line, "Host: localhost")
                    : caller.ask(line, "Host: localhost", "Authorization: Bearer " + token);
        }
    }

    @Test
    void namesTheCellOfTheTableThatIsNotSupported() throws IOException {
        Reply reply = ask(
                site.client("pc7"),
                null,
                "/CCM_Proxy_MutualAuth/" + CredentialRows.HTTP_MP + "/SMS_MP/.sms_aut?MPLIST");
        assertThat(reply.text()).contains("workgroup client, HTTP management point, device-centric scenario");
    }

    /** Whoever fetches the key that a token names lets strangers sign, and asks wherever they say. */
    @Test
    void followsNoReferenceToAKey() throws IOException {
        try (ServerSocket place = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + place.getLocalPort() + "/keys");
            for (String token : CredentialRows.pointingAt(site, address)) {
                assertThat(answer(new CredentialRow("", null, token, World.TOKEN_FACE + "/ccm_system/request", "")))
                        .isEqualTo("401 CMGService_Invalid_Token token_key_unknown");
            }
            place.setSoTimeout(1);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(place::accept);
        }
    }

    /** The engines disagree about how much they read in a handshake; neither lets it in, and neither is hurt. */
    @Test
    void doesNotServeACertificateOfAHundredKilobytes() throws IOException {
        IssuedCertificate large = site.issuing.issue(
                CertificateRequest.client("large").customize(CertificateDefects.withUnknownExtension(100_000, false)));
        assertThat(said(large)).isIn("401 Unauthorized certificate_malformed", "hung up in the handshake");
        assertThat(said(site.client("pc9"))).isEqualTo("200 OK pki");
    }

    private String said(IssuedCertificate certificate) {
        try {
            return answer(new CredentialRow("", certificate, null, World.CERTIFICATE_FACE + "/SMS_MP", ""));
        } catch (IOException e) {
            return "hung up in the handshake";
        }
    }
}
