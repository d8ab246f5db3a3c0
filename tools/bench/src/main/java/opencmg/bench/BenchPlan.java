package opencmg.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import opencmg.bench.report.Figure;
import opencmg.bench.side.Peer;
import opencmg.launch.JavaProgram;
import org.jspecify.annotations.Nullable;

/**
 * What shall be measured, and how thoroughly.
 *
 * @param contestants ours among them
 * @param other the build that is {@link Peer#OTHER}, or null when that takes no part
 * @param heap of each of our JVMs
 * @param profiles folder for flame graphs of our JVMs, or null for none
 */
public record BenchPlan(
        Set<Figure> figures,
        Set<Peer> peers,
        @Nullable JavaProgram other,
        BenchProfile profile,
        String heap,
        @Nullable Path profiles) {

    public BenchPlan {
        if (peers.contains(Peer.OTHER) != (other != null)) {
            throw new IllegalArgumentException("another build takes part if and only if its program is given");
        }
    }

    /** The builds of ours that take part, this one first. */
    public List<JavaProgram> builds() {
        JavaProgram running = JavaProgram.running();
        return other == null ? List.of(running) : List.of(running, other);
    }

    /** In one line, for the report. */
    public String text() {
        String rounds = profile.rounds() == 1 ? "1 round" : profile.rounds() + " alternating rounds";
        return rounds + " of " + profile.slice().toMillis() / 1000.0 + " s for each side, -Xmx" + heap
                + " for each of our processes" + (other == null ? "" : "; other is " + other.classPath());
    }
}
