package opencmg.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.Download;
import opencmg.gateway.revocation.SharedBlockingWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing keys of one issuer (RFC 7517). Asked again for a key that is not known, but not oftener than the minimum interval, and in the
 * background when they are old. While the issuer cannot be reached the old ones go on.
 */
final class SigningKeySet {

    private static final Logger log = LoggerFactory.getLogger(SigningKeySet.class);
    private static final int MOST_KEYS = 64;
    private static final int RSA_BITS = 2048;

    private final URI url;
    private final Download download;
    private final SharedBlockingWork offLoop;
    private final Clock clock;
    private final Pace pace;
    private volatile Keys keys = new Keys(Map.of(), null);
    private volatile @Nullable Instant attempted;
    private volatile String problem = "";

    /**
     * @param interval between two requests, whatever tokens arrive
     * @param fresh age from which keys are asked for again
     * @param stale age from which keys no longer count although no newer ones can be had
     */
    record Pace(Duration interval, Duration fresh, Duration stale) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofHours(24));
    }

    private record Keys(
            Map<String, RSAPublicKey> byId, @Nullable Instant fetched) {

        boolean youngerThan(Duration age, Instant now) {
            return fetched != null && now.isBefore(fetched.plus(age));
        }
    }

    SigningKeySet(URI url, Download download, SharedBlockingWork offLoop, Clock clock, Pace pace) {
        this.url = url;
        this.download = download;
        this.offLoop = offLoop;
        this.clock = clock;
        this.pace = pace;
    }

    /** @param id the token's kid; only ever compared */
    Future<RSAPublicKey> key(@Nullable String id) {
        Instant now = clock.instant();
        Keys held = keys;
        RSAPublicKey key = held.youngerThan(pace.stale(), now) ? held.byId().get(String.valueOf(id)) : null;
        boolean askAgain = mayAsk(now) && (key == null || !held.youngerThan(pace.fresh(), now));
        if (key != null) {
            if (askAgain) {
                renew().onFailure(problem -> {});
            }
            return Future.succeededFuture(key);
        }
        return askAgain ? renew().map(asked -> known(id)) : Future.future(promise -> promise.complete(known(id)));
    }

    private boolean mayAsk(Instant now) {
        Instant last = attempted;
        return last == null || !now.isBefore(last.plus(pace.interval()));
    }

    private RSAPublicKey known(@Nullable String id) {
        Keys held = keys;
        if (!held.youngerThan(pace.stale(), clock.instant())) {
            throw new Refusal(RefusalReason.KEYS_UNREACHABLE, "the gateway has no keys from " + url + ": " + problem);
        }
        RSAPublicKey key = held.byId().get(String.valueOf(id));
        if (key == null) {
            throw new Refusal(
                    RefusalReason.TOKEN_KEY_UNKNOWN,
                    "kid is " + PrintableText.quoted(id) + ", " + url + " has "
                            + held.byId().keySet() + " since " + held.fetched()
                            + (problem.isEmpty() ? "" : "; last attempt: " + problem));
        }
        return key;
    }

    /** Never fails; what went wrong is kept for the explanation. */
    private Future<Boolean> renew() {
        return offLoop.once(this, () -> text(url)
                .compose(this::keysOf)
                .map(fetched -> {
                    keys = new Keys(fetched, clock.instant());
                    problem = "";
                    return true;
                })
                .otherwise(failure -> {
                    problem = String.valueOf(failure.getMessage());
                    log.atWarn()
                            .addKeyValue("url", url)
                            .addKeyValue("reason", problem)
                            .log("key set not renewed");
                    return false;
                })
                .onComplete(done -> attempted = clock.instant()));
    }

    private Future<String> text(URI from) {
        return download.get(from).map(body -> body.toString(StandardCharsets.UTF_8));
    }

    /** The URL may lead to the key set itself, or to the issuer's discovery document, which names it (OpenID Connect Discovery 1.0, 3). */
    private Future<Map<String, RSAPublicKey>> keysOf(String found) {
        return offLoop.run(() -> Optional.ofNullable(keySetNamedIn(found)))
                .compose(named -> named.isPresent() ? text(named.get()) : Future.succeededFuture(found))
                .compose(set -> offLoop.run(() -> parse(set)));
    }

    private @Nullable URI keySetNamedIn(String found) throws ParseException {
        String named = JSONObjectUtils.getString(JSONObjectUtils.parse(found), "jwks_uri");
        if (named == null) {
            return null;
        }
        URI there = URI.create(named);
        boolean safe = "https".equals(there.getScheme()) || url.getScheme().equals(there.getScheme());
        if (!safe || there.getHost() == null) {
            throw new ParseException(
                    "the discovery document names " + PrintableText.quoted(named) + " as its jwks_uri", 0);
        }
        return there;
    }

    private static Map<String, RSAPublicKey> parse(String json) throws ParseException, JOSEException {
        Map<String, RSAPublicKey> byId = new HashMap<>();
        for (JWK key : JWKSet.parse(json).getKeys()) {
            if (key instanceof RSAKey rsa
                    && key.getKeyID() != null
                    && !KeyUse.ENCRYPTION.equals(key.getKeyUse())
                    && rsa.size() >= RSA_BITS
                    && byId.size() < MOST_KEYS) {
                byId.put(key.getKeyID(), rsa.toRSAPublicKey());
            }
        }
        if (byId.isEmpty()) {
            throw new ParseException("the key set has no RSA signing key of 2048 bits or more with a kid", 0);
        }
        return Map.copyOf(byId);
    }
}
