package opencmg.gateway.edge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import opencmg.gateway.forwarding.ForwardedExchange;
import opencmg.gateway.refusal.Refusal;

/**
 * Meters of the exchanges at the edge, by role, endpoint, status and failed hop. Any thread. Roles and endpoints come from the site configuration and never
 * from a client, so the number of series is bounded.
 */
public final class TrafficMeters {

    private final MeterRegistry registry;
    private final ConcurrentMap<Key, Series> series = new ConcurrentHashMap<>();
    private final Counter retries;

    public TrafficMeters(MeterRegistry registry) {
        this.registry = registry;
        this.retries = Counter.builder("opencmg.retries")
                .description("Second tries on another tunnel")
                .register(registry);
    }

    private record Key(String role, String endpoint, int status, String hop, String reason) {}

    private record Series(Counter in, Counter out, Timer time) {}

    void onRetry() {
        retries.increment();
    }

    void add(ClientExchange exchange, int status, String hop) {
        ForwardedExchange forwarded = exchange.forwarded();
        Refusal refusal = exchange.refusal();
        Key key = new Key(
                forwarded == null ? "" : forwarded.admitted().role().id(),
                forwarded == null ? "" : forwarded.admitted().endpoint().name(),
                status,
                hop,
                refusal == null ? "" : refusal.reason().code());
        Series found = series.get(key);
        if (found == null) {
            found = series.computeIfAbsent(key, this::register);
        }
        found.in().increment((double) exchange.bytesIn());
        found.out().increment((double) exchange.bytesOut());
        found.time().record(exchange.nanos(), TimeUnit.NANOSECONDS);
    }

    private Series register(Key key) {
        Tags tags = Tags.of(
                "role", key.role(),
                "endpoint", key.endpoint(),
                "status", Integer.toString(key.status()),
                "hop", key.hop(),
                "reason", key.reason());
        return new Series(
                Counter.builder("opencmg.request.bytes")
                        .description("Body bytes from clients")
                        .tags(tags)
                        .register(registry),
                Counter.builder("opencmg.response.bytes")
                        .description("Body bytes to clients")
                        .tags(tags)
                        .register(registry),
                Timer.builder("opencmg.requests")
                        .description("Exchanges, from the head of the request to the last byte of the answer")
                        .tags(tags)
                        .register(registry));
    }
}
