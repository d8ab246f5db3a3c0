package opencmg.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.Download;
import opencmg.gateway.revocation.SharedBlockingWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing keys of one issuer (RFC 7517). They are fetched again when a token names an unknown key, at most twice per {@link #FETCH_INTERVAL}, and
 * in the background when they are older than {@link #REFRESH_AGE}. While the issuer cannot be reached, the old keys are used until {@link #MAX_AGE}.
 */
final class SigningKeySet {

    private static final Logger log = LoggerFactory.getLogger(SigningKeySet.class);

    private static final Duration FETCH_INTERVAL = Duration.ofSeconds(30);
    private static final Duration REFRESH_AGE = Duration.ofHours(1);
    private static final Duration MAX_AGE = Duration.ofHours(24);
    /** How long a thread waits for another thread's fetch. Longer than two downloads: a discovery document and the key set. */
    private static final Duration FETCH_WAIT = Duration.ofSeconds(15);

    private static final int MAX_THREADS = 32;
    private static final int MAX_KEYS = 64;
    private static final int MIN_RSA_BITS = 2048;

    private final URI url;
    private final Download download;
    private final SharedBlockingWork blockingWork;
    private final ExecutorService threads;
    private final Clock clock;
    private final JWKSetSource<SecurityContext> source;
    private volatile @Nullable Instant fetchedAt;
    private volatile String lastError = "";

    /** Identifies a load in progress. */
    private record Load(SigningKeySet keySet, boolean again) {}

    /**
     * @param url of the key set or of a discovery document that names it
     * @param threads run the blocking cache and wait for downloads; see {@link #threads()}
     */
    SigningKeySet(URI url, Download download, SharedBlockingWork blockingWork, ExecutorService threads, Clock clock) {
        this.url = url;
        this.download = download;
        this.blockingWork = blockingWork;
        this.threads = threads;
        this.clock = clock;
        // Only the chain of caches is used: the source around it reads the system's clock.
        this.source = ((JWKSetBasedJWKSource<SecurityContext>) JWKSourceBuilder.create(new Fetch())
                        .cache(MAX_AGE.toMillis(), FETCH_WAIT.toMillis())
                        .refreshAheadCache(MAX_AGE.minus(REFRESH_AGE).toMillis(), null, threads, false, null, false)
                        .rateLimited(FETCH_INTERVAL.toMillis())
                        .build())
                .getJWKSetSource();
    }

    /**
     * The threads of all key sets. They are separate from those of {@link SharedBlockingWork}, because an issuer that does not respond must not delay
     * clients that need no key set. A key set uses at most three: to load, to load again, and to refresh.
     */
    static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1024), work -> {
                    Thread thread = new Thread(work, "opencmg-keys");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * The key with this id; fails with a {@link Refusal}.
     *
     * @param id the token's kid; only ever compared
     */
    Future<RSAPublicKey> key(@Nullable String id) {
        return load(false, JWKSetCacheRefreshEvaluator.noRefresh())
                .recover(failure -> Future.failedFuture(unreachable()))
                .compose(keys -> keys.getKeyByKeyId(id) == null ? loadAgain(keys) : Future.succeededFuture(keys))
                .map(keys -> find(id, keys));
    }

    /** The keys that are cached when no newer ones can be fetched or none may be fetched yet. */
    private Future<JWKSet> loadAgain(JWKSet keys) {
        return load(true, JWKSetCacheRefreshEvaluator.referenceComparison(keys)).otherwise(keys);
    }

    /** All callers share one thread, so that many tokens of a dead issuer do not use up the threads of the others. */
    private Future<JWKSet> load(boolean again, JWKSetCacheRefreshEvaluator evaluator) {
        return blockingWork.once(new Load(this, again), () -> {
            Promise<JWKSet> keys = Promise.promise();
            threads.execute(() -> {
                try {
                    keys.complete(source.getJWKSet(evaluator, clock.millis(), null));
                } catch (KeySourceException | RuntimeException e) {
                    keys.fail(e);
                }
            });
            return keys.future();
        });
    }

    private Refusal unreachable() {
        return new Refusal(RefusalReason.KEYS_UNREACHABLE, "the gateway has no keys from " + url + ": " + lastError);
    }

    private RSAPublicKey find(@Nullable String id, JWKSet keys) {
        try {
            if (keys.getKeyByKeyId(id) instanceof RSAKey key) {
                return key.toRSAPublicKey();
            }
        } catch (JOSEException e) {
            throw new IllegalStateException("a key that was converted when it was fetched", e);
        }
        throw new Refusal(
                RefusalReason.TOKEN_KEY_UNKNOWN,
                "kid is " + PrintableText.quoted(id) + ", " + url + " has "
                        + keys.getKeys().stream().map(JWK::getKeyID).toList() + " since " + fetchedAt
                        + (lastError.isEmpty() ? "" : "; last attempt: " + lastError));
    }

    /** Fetches the keys; blocks the thread. */
    private final class Fetch implements JWKSetSource<SecurityContext> {

        @Override
        public JWKSet getJWKSet(
                JWKSetCacheRefreshEvaluator evaluator, long currentTime, @Nullable SecurityContext context)
                throws KeySourceException {
            try {
                String found = text(url);
                URI named = keySetNamedIn(found);
                JWKSet keys = parse(named == null ? found : text(named));
                fetchedAt = clock.instant();
                lastError = "";
                return keys;
            } catch (IOException | ParseException | JOSEException | IllegalArgumentException e) {
                lastError = String.valueOf(e.getMessage());
                log.atWarn()
                        .addKeyValue("url", url)
                        .addKeyValue("reason", lastError)
                        .log("key set not renewed");
                throw new JWKSetRetrievalException(lastError, e);
            }
        }

        private String text(URI from) throws IOException {
            try {
                // The download has a timeout of its own.
                return download.get(from)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .toString(StandardCharsets.UTF_8);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IOException(cause.getMessage(), cause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the gateway is shutting down", e);
            }
        }

        /** Null when the text is not a discovery document (OpenID Connect Discovery 1.0, 3). */
        private @Nullable URI keySetNamedIn(String found) throws ParseException {
            String named = JSONObjectUtils.getString(JSONObjectUtils.parse(found), "jwks_uri");
            if (named == null) {
                return null;
            }
            URI keySetUrl = URI.create(named);
            boolean safe =
                    "https".equals(keySetUrl.getScheme()) || url.getScheme().equals(keySetUrl.getScheme());
            if (!safe || keySetUrl.getHost() == null) {
                throw new ParseException(
                        "the discovery document names " + PrintableText.quoted(named) + " as its jwks_uri", 0);
            }
            return keySetUrl;
        }

        private JWKSet parse(String json) throws ParseException, JOSEException {
            List<JWK> keys = new ArrayList<>();
            for (JWK key : JWKSet.parse(json).getKeys()) {
                if (key instanceof RSAKey rsa
                        && key.getKeyID() != null
                        && !KeyUse.ENCRYPTION.equals(key.getKeyUse())
                        && rsa.size() >= MIN_RSA_BITS
                        && keys.size() < MAX_KEYS) {
                    keys.add(new RSAKey.Builder(rsa.toRSAPublicKey())
                            .keyID(key.getKeyID())
                            .build());
                }
            }
            if (keys.isEmpty()) {
                throw new ParseException("the key set has no RSA signing key of 2048 bits or more with a kid", 0);
            }
            return new JWKSet(keys);
        }

        @Override
        public void close() {
            // Nothing is kept open between fetches.
        }
    }
}
