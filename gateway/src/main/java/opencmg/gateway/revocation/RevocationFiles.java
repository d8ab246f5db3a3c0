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

/** Revocation lists from files. Blocks: workers only. */
public final class RevocationFiles {

    private static final Logger log = LoggerFactory.getLogger(RevocationFiles.class);

    private final List<Path> paths;
    private final int maxBytes;
    private volatile List<RevocationList> lists = List.of();

    public RevocationFiles(List<Path> paths, int maxBytes) {
        this.paths = paths;
        this.maxBytes = maxBytes;
    }

    /** @throws IllegalArgumentException naming the first file that holds no list that can be used */
    public void readFirst() {
        lists = paths.stream().map(this::read).toList();
    }

    /** A file that cannot be used any more is left aside with a warning: what was taken from it before stays held. */
    void readAgain() {
        List<RevocationList> read = new ArrayList<>();
        for (Path path : paths) {
            try {
                read.add(read(path));
            } catch (IllegalArgumentException e) {
                log.atWarn().addKeyValue("reason", e.getMessage()).log("revocation file not read");
            }
        }
        // All files may be in the middle of being replaced; the lists of the last good reading still say which
        // authorities have one.
        if (!read.isEmpty()) {
            lists = List.copyOf(read);
        }
    }

    boolean haveListOf(X509Certificate authority) {
        return lists.stream().anyMatch(crl -> crl.issuer().equals(authority.getSubjectX500Principal()));
    }

    /** Offers every list of that authority; true when one was taken, otherwise the complaint about the last one. */
    boolean offerTo(CachedRevocationList held, Instant now) {
        boolean changed = false;
        boolean taken = false;
        IllegalArgumentException complaint = new IllegalArgumentException("no file holds a list of it");
        for (RevocationList crl : lists) {
            if (crl.issuer().equals(held.authority().getSubjectX500Principal())) {
                try {
                    changed |= held.offer(crl, now);
                    taken = true;
                } catch (IllegalArgumentException e) {
                    complaint = e;
                }
            }
        }
        if (!taken) {
            throw complaint;
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
