package opencmg.gateway.revocation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sources of revocation lists, and the behaviour without one. The site configuration defines whether they are checked at all.
 *
 * @param files lists in PEM or DER; for an issuer with a list here, its distribution points are used only when that list is not usable
 * @param whenUnreachable {@code refuse} (default) or {@code accept}
 * @param refreshSeconds how often files and distribution points are read again; default 300
 * @param staleSeconds how long after its nextUpdate a list that cannot be renewed is still used; default 0
 * @param timeoutSeconds timeout of a whole download; default 10
 * @param maxBytes size limit of a list; default 8 MiB
 */
public record RevocationSettings(
        List<Path> files,
        UnreachablePolicy whenUnreachable,
        int refreshSeconds,
        int staleSeconds,
        int timeoutSeconds,
        int maxBytes) {

    /** What happens to a client whose revocation list is not available. */
    public enum UnreachablePolicy {
        REFUSE,
        /** Admit, with a warning in the log. */
        ACCEPT
    }

    public static final RevocationSettings DEFAULTS =
            new RevocationSettings(List.of(), UnreachablePolicy.REFUSE, 0, 0, 0, 0);

    /** For values read from a file, where null or 0 means absent. */
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
