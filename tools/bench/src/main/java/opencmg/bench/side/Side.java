package opencmg.bench.side;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import opencmg.bench.load.LoadClient;
import opencmg.bench.load.LoadTarget;
import org.jspecify.annotations.Nullable;

/** One of those that are compared. Its configuration is fixed; it can be started again and again. */
public final class Side {

    private static final Duration TO_BE_READY = Duration.ofSeconds(30);

    /** Each look is a TLS handshake, which disturbs what is starting. */
    private static final long BETWEEN_LOOKS = 25;

    private final Peer peer;
    private final List<Program> programs;
    private final LoadTarget open;
    private final LoadTarget mutual;
    private volatile @Nullable Running running;
    private volatile Duration readyAfter = Duration.ZERO;

    /**
     * @param programs the one that clients talk to first
     * @param open for clients without a certificate
     * @param mutual for clients with one, which is verified
     */
    Side(Peer peer, List<Program> programs, LoadTarget open, LoadTarget mutual) {
        this.peer = peer;
        this.programs = List.copyOf(programs);
        this.open = open;
        this.mutual = mutual;
    }

    public Peer peer() {
        return peer;
    }

    /** For clients without a certificate; ours asks for a token. */
    public LoadTarget open() {
        return open;
    }

    /** For clients with a certificate. */
    public LoadTarget mutual() {
        return mutual;
    }

    /** Starts it and waits until a request has gone through all of it. */
    public void start() throws IOException {
        try (LoadClient client = LoadClient.to(open)) {
            long started = System.nanoTime();
            Running now = Running.start(programs);
            running = now;
            while (client.status(Backend.SMALL) != 200) {
                now.checkAlive();
                if (System.nanoTime() - started > TO_BE_READY.toNanos()) {
                    throw new IOException(peer.text() + " does not answer on port " + open.port() + now.lastLogLines());
                }
                PollDelay.millis(BETWEEN_LOOKS);
            }
            readyAfter = Duration.ofNanos(System.nanoTime() - started);
        }
    }

    /** How long the last start took until the first answer. */
    public Duration readyAfter() {
        return readyAfter;
    }

    /** What it has used until now. */
    public Usage usage() {
        Running now = running;
        return now == null ? new Usage(0, 0, 0) : now.usage();
    }

    /** Process ids of its programs, by name; empty while it does not run. */
    public Map<String, Long> pids() {
        Running now = running;
        return now == null ? Map.of() : now.pids();
    }

    /** @throws IOException when one of its processes has ended */
    public void checkAlive() throws IOException {
        Running now = running;
        if (now != null) {
            now.checkAlive();
        }
    }

    public void stop() {
        Running now = running;
        if (now != null) {
            now.stop();
            running = null;
        }
    }
}
