package opencmg.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.RevocationReason;
import opencmg.gateway.edge.TlsEngine;
import opencmg.gateway.identity.TestSite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is taken away from a client acts on the connection that it has, on one that resumes its TLS session, and on a new one. Nobody calls for it:
 * the gateway's own timer reads the lists again, and the tunnel brings the site configuration. Both act within one refresh interval.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Withdrawal {

    private static final String MUTUAL = World.CERTIFICATE_FACE + "/SMS_MP/.sms_aut?MPLIST";
    private static final String SERVER = World.TOKEN_FACE + "/SMS_MP/.sms_aut?MPLIST";
    private static final int REFRESH_SECONDS = 1;

    /** One until the lists are read again, and the rest for a machine that is busy with other tests. */
    private static final int MOST_INTERVALS = 4;

    private static final String OK = "200 OK";

    private final TlsEngine engine;
    private final TestSite site = new TestSite();
    private Path directory;
    private World world;

    Withdrawal(TlsEngine engine) {
        this.engine = engine;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        directory = folder;
        site.verifyRevocation = true;
        CredentialRows.writeLists(site, directory);
        world = new World(
                directory,
                site,
                "edge: { listen: \"127.0.0.1:0\", certificateFile: edge.pem, keyFile: edge.key, engine: "
                        + engine.name().toLowerCase(Locale.ROOT) + " }",
                "revocation: { files: [root.crl, issuing.crl], refreshSeconds: " + REFRESH_SECONDS + " }");
        world.connect(request -> World.text(200, "served"));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    /** A change at the site or at a certification authority. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    @Test
    void aRevokedCertificateOpensNothingAnyMore() throws IOException {
        IssuedCertificate pki = site.client("pc1.corp.example");
        withdraw(pki, MUTUAL, null, "403 CMGService_Certificate_Revoked", () -> {
            site.issuing.revoke(pki.certificate(), RevocationReason.KEY_COMPROMISE);
            CredentialRows.writeLists(site, directory);
        });
        assertThat(ask(new Caller.Computer(world.gateway.edgePort(), site.client("pc1.corp.example")), MUTUAL, null))
                .as("renewed under the same name")
                .isEqualTo(OK);
    }

    @Test
    void aBlockedTokenOpensNothingUntilItIsUnblocked() throws IOException {
        UUID id = UUID.randomUUID();
        String token = site.tokens.sign(site.tokens.access(id, "Device"));
        withdraw(null, SERVER, token, "401 CMGService_Invalid_Token", () -> {
            site.block(id);
            world.publish();
        });
        site.blocked.clear();
        world.publish();
        Caller.Computer computer = new Caller.Computer(world.gateway.edgePort(), null);
        world.await(() -> asked(computer, SERVER, token).equals(OK));
    }

    @Test
    void aRemovedRootTakesItsClientsAlong() throws IOException {
        CertificateAuthority second = site.authority("Second Root");
        second.revocationList().write(directory.resolve("second.crl"));
        site.roots.add(second.certificate());
        site.verifyRevocation = false; // its list is nowhere to be had
        world.publish();
        withdraw(second.issue(CertificateRequest.client("pc5")), MUTUAL, null, "401 Unauthorized", () -> {
            site.roots.remove(second.certificate());
            site.verifyRevocation = true;
            world.publish();
        });
    }

    private void withdraw(
            @Nullable IssuedCertificate certificate, String path, @Nullable String token, String refused, Change change)
            throws IOException {
        Caller.Computer computer = new Caller.Computer(world.gateway.edgePort(), certificate);
        try (Caller live = computer.connect()) {
            world.await(() -> asked(live, path, token).equals(OK));
            change.make();
            world.awaitForAtLeast(MOST_INTERVALS * REFRESH_SECONDS, () -> asked(live, path, token)
                    .equals(refused));
            try (Caller resumed = computer.connect()) {
                assertThat(resumed.sessionCreated()).isEqualTo(live.sessionCreated());
                assertThat(ask(resumed, path, token)).isEqualTo(refused);
            }
        }
        assertThat(ask(new Caller.Computer(world.gateway.edgePort(), certificate), path, token))
                .isEqualTo(refused);
    }

    private static String asked(Caller.Computer computer, String path, @Nullable String token) {
        try {
            return ask(computer, path, token);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String asked(Caller caller, String path, @Nullable String token) {
        try {
            return ask(caller, path, token);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String ask(Caller.Computer computer, String path, @Nullable String token) throws IOException {
        try (Caller caller = computer.connect()) {
            return ask(caller, path, token);
        }
    }

    private static String ask(Caller caller, String path, @Nullable String token) throws IOException {
        String line = "GET " + path + " HTTP/1.1";
        Reply reply = token == null
                ? caller.ask(line, "Host: localhost")
                : caller.ask(line, "Host: localhost", "Authorization: Bearer " + token);
        return reply.status() + " " + reply.phrase();
    }
}
