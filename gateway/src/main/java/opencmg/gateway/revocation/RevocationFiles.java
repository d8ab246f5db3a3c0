package opencmg.gateway.revocation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads revocation lists from files. Blocking, so for worker threads only. */
public final class RevocationFiles {

    private static final Logger log = LoggerFactory.getLogger(RevocationFiles.class);

    private final List<Path> paths;
    private final int maxBytes;
    private volatile List<RevocationList> lists = List.of();

    public RevocationFiles(List<Path> paths, int maxBytes) {
        this.paths = paths;
        this.maxBytes = maxBytes;
    }

    /** @throws IllegalArgumentException naming the first file without a usable list */
    public void load() {
        lists = paths.stream().map(this::read).toList();
    }

    /** Skips files that cannot be used, with a warning; the lists that were read from them earlier stay cached. */
    void reload() {
        List<RevocationList> read = new ArrayList<>();
        for (Path path : paths) {
            try {
                read.add(read(path));
            } catch (IllegalArgumentException e) {
                log.atWarn().addKeyValue("reason", e.getMessage()).log("revocation file not read");
            }
        }
        // All files may be in the middle of being replaced. The lists of the last successful read still tell which
        // authorities have one.
        if (!read.isEmpty()) {
            lists = List.copyOf(read);
        }
    }

    boolean hasListOf(X509Certificate authority) {
        return lists.stream().anyMatch(crl -> crl.issuer().equals(authority.getSubjectX500Principal()));
    }

    /**
     * Offers every list of the entry's authority to the entry.
     *
     * @return whether its content changed
     * @throws IllegalArgumentException with the last error when no list was accepted
     */
    boolean offerTo(CachedRevocationList cached, Instant now) {
        boolean changed = false;
        boolean accepted = false;
        IllegalArgumentException lastError = new IllegalArgumentException("no file holds a list of it");
        for (RevocationList crl : lists) {
            if (crl.issuer().equals(cached.authority().getSubjectX500Principal())) {
                try {
                    changed |= cached.offer(crl, now);
                    accepted = true;
                } catch (IllegalArgumentException e) {
                    lastError = e;
                }
            }
        }
        if (!accepted) {
            throw lastError;
        }
        return changed;
    }

    private RevocationList read(Path path) {
        try {
            if (Files.size(path) > maxBytes) {
                throw new IllegalArgumentException("has more than the " + maxBytes + " bytes allowed");
            }
            return RevocationList.parse(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new IllegalArgumentException(path + " cannot be read (" + e + ")", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + " " + e.getMessage(), e);
        }
    }
}
