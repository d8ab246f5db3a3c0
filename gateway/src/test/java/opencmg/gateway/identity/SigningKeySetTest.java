package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.KeyKind;
import opencmg.certs.SelfSigned;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.Download;
import opencmg.gateway.revocation.SharedBlockingWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SigningKeySetTest {

    private static final IssuedCertificate SIGNER = key(KeyKind.RSA_2048);

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final SharedBlockingWork blockingWork = new SharedBlockingWork(vertx);
    private final ExecutorService threads = SigningKeySet.threads();
    private final ListServer server = ListServer.start(vertx);
    private final Download download = new Download(vertx, Duration.ofSeconds(10), 64 * 1024);
    private final SigningKeySet keys = new SigningKeySet(server.url("/keys"), download, blockingWork, threads, clock);

    @AfterEach
    void stop() {
        server.stop();
        download.close();
        threads.shutdownNow();
        Awaited.done(blockingWork.close());
        Awaited.done(vertx.close());
    }

    @Test
    void fetchesOnceForManyTokensAndForUnknownKeysAtMostTwiceInTheInterval() {
        serve("one");
        assertThat(Awaited.value(keys.key("one")))
                .isEqualTo(SIGNER.certificate().getPublicKey());
        assertThat(Awaited.value(keys.key("one"))).isNotNull();
        assertThat(server.requests()).isEqualTo(1);
        for (int i = 0; i < 10; i++) {
            Awaited.refusal(keys.key("http://127.0.0.1:9/" + i), RefusalReason.TOKEN_KEY_UNKNOWN);
        }
        assertThat(server.requests()).isEqualTo(2);
        serve("two");
        clock.advance(Duration.ofSeconds(30));
        assertThat(Awaited.value(keys.key("two"))).isNotNull();
        assertThat(server.requests()).isEqualTo(3);
        assertThat(Awaited.refusal(keys.key("one"), RefusalReason.TOKEN_KEY_UNKNOWN)
                        .detail())
                .contains("'one'")
                .contains("two");
    }

    @Test
    void sharesOneFetchBetweenConcurrentTokens() {
        serve("one");
        List<Future<RSAPublicKey>> found =
                IntStream.range(0, 20).mapToObj(i -> keys.key("one")).toList();

        assertThat(found).allSatisfy(key -> assertThat(Awaited.value(key)).isNotNull());
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void refreshesOldKeysInTheBackground() throws InterruptedException {
        serve("one");
        assertThat(Awaited.value(keys.key("one"))).isNotNull();
        CountDownLatch fetched = new CountDownLatch(1);
        server.respond("/keys", request -> {
            fetched.countDown();
            request.response().end(Buffer.buffer(set("two", SIGNER))).onFailure(gone -> {});
        });
        clock.advance(Duration.ofMinutes(61));

        assertThat(Awaited.value(keys.key("one"))).isNotNull();
        assertThat(fetched.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Awaited.value(keys.key("two"))).isNotNull();
    }

    @Test
    void keepsTheKeysWhenTheIssuerFailsForAnUnknownKey() {
        serve("one");
        assertThat(Awaited.value(keys.key("one"))).isNotNull();
        server.break500("/keys");
        assertThat(Awaited.refusal(keys.key("two"), RefusalReason.TOKEN_KEY_UNKNOWN)
                        .detail())
                .contains("[one]")
                .contains("last attempt: answered 500");
        assertThat(Awaited.value(keys.key("one"))).isNotNull();
    }

    @Test
    void usesOldKeysWhileTheIssuerIsDownButNotForever() {
        serve("one");
        assertThat(Awaited.value(keys.key("one"))).isNotNull();
        server.break500("/keys");
        clock.advance(Duration.ofHours(23));
        assertThat(Awaited.value(keys.key("one"))).isNotNull();
        clock.advance(Duration.ofHours(2));
        Refusal refusal = Awaited.refusal(keys.key("one"), RefusalReason.KEYS_UNREACHABLE);

        assertThat(refusal.detail()).contains("answered 500").contains("/keys");
        assertThat(refusal.reason().status()).isEqualTo(503);
        serve("one");
        clock.advance(Duration.ofSeconds(31));
        assertThat(Awaited.value(keys.key("one"))).isNotNull();
    }

    @Test
    void refusesABrokenWeakOrEndlessKeySet() {
        server.serve("/keys", "<html>".getBytes(StandardCharsets.US_ASCII));
        Awaited.refusal(keys.key("one"), RefusalReason.KEYS_UNREACHABLE);
        clock.advance(Duration.ofSeconds(31));
        server.serve("/keys", set("one", key(KeyKind.RSA_1024)));
        assertThat(Awaited.refusal(keys.key("one"), RefusalReason.KEYS_UNREACHABLE)
                        .detail())
                .contains("2048 bits");
        clock.advance(Duration.ofSeconds(31));
        assertThat(server.neverEnd("/keys").isComplete()).isFalse();
        assertThat(Awaited.refusal(keys.key("one"), RefusalReason.KEYS_UNREACHABLE)
                        .detail())
                .contains("more than the 65536 bytes");
        clock.advance(Duration.ofSeconds(31));
        serve("one");
        assertThat(Awaited.value(keys.key("one"))).isNotNull();
    }

    @Test
    void followsTheJwksUriOfADiscoveryDocument() {
        serve("one");
        SigningKeySet discovered = new SigningKeySet(
                server.url("/.well-known/openid-configuration"), download, blockingWork, threads, clock);
        discovery(server.url("/keys").toString());
        assertThat(Awaited.value(discovered.key("one"))).isNotNull();
        for (String nowhere : List.of("file:///etc/passwd", "ftp://127.0.0.1/keys", "http:keys")) {
            SigningKeySet misled = new SigningKeySet(
                    server.url("/.well-known/openid-configuration"), download, blockingWork, threads, clock);
            discovery(nowhere);
            assertThat(Awaited.refusal(misled.key("one"), RefusalReason.KEYS_UNREACHABLE)
                            .detail())
                    .contains("jwks_uri");
        }
    }

    private void discovery(String keys) {
        server.serve(
                "/.well-known/openid-configuration",
                ("{\"issuer\":\"x\",\"jwks_uri\":\"" + keys + "\"}").getBytes(StandardCharsets.US_ASCII));
    }

    private void serve(String id) {
        server.serve("/keys", set(id, SIGNER));
    }

    private static byte[] set(String id, IssuedCertificate signer) {
        RSAKey key = new RSAKey.Builder((RSAPublicKey) signer.certificate().getPublicKey())
                .keyID(id)
                .build();
        return ("{\"keys\":[" + key.toJSONString() + "]}").getBytes(StandardCharsets.US_ASCII);
    }

    private static IssuedCertificate key(KeyKind kind) {
        return SelfSigned.make(CertificateRequest.client("key").withKey(kind), CaEnvironment.forTests());
    }
}
