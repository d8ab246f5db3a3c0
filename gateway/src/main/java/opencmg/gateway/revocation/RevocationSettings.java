package opencmg.gateway.revocation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where revocation lists come from, and what happens without one. Whether they are asked at all is said by the site.
 *
 * @param files lists in PEM or DER; one that an issuer has here is used instead of its distribution points
 * @param whenUnreachable {@code refuse} (default) or {@code accept}
 * @param refreshSeconds how often files and distribution points are read again; default 300
 * @param staleSeconds how long past its nextUpdate a list that cannot be renewed still counts; default 0
 * @param timeoutSeconds longest download; default 10
 * @param maxBytes largest list; default 8 MiB
 */
public record RevocationSettings(
        List<Path> files,
        UnreachablePolicy whenUnreachable,
        int refreshSeconds,
        int staleSeconds,
        int timeoutSeconds,
        int maxBytes) {

    public static final RevocationSettings DEFAULTS =
            new RevocationSettings(List.of(), UnreachablePolicy.REFUSE, 0, 0, 0, 0);

    /** As read from a file: what is absent arrives as null or 0. */
    public RevocationSettings(
            @Nullable List<Path> files,
            @Nullable UnreachablePolicy whenUnreachable,
            int refreshSeconds,
            int staleSeconds,
            int timeoutSeconds,
            int maxBytes) {
        if (refreshSeconds < 0 || staleSeconds < 0 || timeoutSeconds < 0 || maxBytes < 0) {
            throw new IllegalArgumentException(
                    "refreshSeconds, staleSeconds, timeoutSeconds and maxBytes must not be negative, for example refreshSeconds: 300");
        }
        this.files = files == null ? List.of() : List.copyOf(files);
        this.whenUnreachable = whenUnreachable == null ? UnreachablePolicy.REFUSE : whenUnreachable;
        this.refreshSeconds = refreshSeconds == 0 ? 300 : refreshSeconds;
        this.staleSeconds = staleSeconds;
        this.timeoutSeconds = timeoutSeconds == 0 ? 10 : timeoutSeconds;
        this.maxBytes = maxBytes == 0 ? 8 << 20 : maxBytes;
    }

    public Duration refresh() {
        return Duration.ofSeconds(refreshSeconds);
    }

    Duration stale() {
        return Duration.ofSeconds(staleSeconds);
    }

    public Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }
}
