package opencmg.diagnose;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The findings of a run, in the order of the checks. */
public final class AnalysisReport {

    private static final Set<String> OF_THE_TUNNEL =
            Set.of("no_connection_point", "tunnel_lost", "no_site_configuration");

    private final AnalysisTarget target;
    private final SignIn signIn;
    private final Consumer<Finding> listener;
    private final List<Finding> findings = new ArrayList<>();

    AnalysisReport(AnalysisTarget target, SignIn signIn, Consumer<Finding> listener) {
        this.target = target;
        this.signIn = signIn;
        this.listener = listener;
    }

    void add(Finding finding) {
        Finding explained = finding.isRed() ? finding.following(cause(finding)) : finding;
        findings.add(explained);
        listener.accept(explained);
    }

    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Those of one check: several for management points and update points. */
    public List<Finding> of(Check check) {
        return findings.stream().filter(finding -> finding.check() == check).toList();
    }

    public boolean isRed() {
        return findings.stream().anyMatch(Finding::isRed);
    }

    private @Nullable Check cause(Finding finding) {
        String code = finding.blame().code();
        if (code.equals("ERROR_WINHTTP_SECURE_FAILURE")) {
            return ifRed(Check.SERVER_CERTIFICATE);
        }
        if (OF_THE_TUNNEL.contains(code)) {
            return ifRed(Check.CONNECTION_POINTS);
        }
        return code.startsWith("ERROR_WINHTTP") ? ifRed(Check.SERVICE) : null;
    }

    private @Nullable Check ifRed(Check check) {
        return of(check).stream().anyMatch(Finding::isRed) ? check : null;
    }

    /** For {@code --json}. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("edge", target.edge().toString())
                .put("signIn", signIn.kind().text())
                .put(
                        "checks",
                        new JsonArray(findings.stream().map(Finding::toJson).toList()))
                .put("red", findings.stream().filter(Finding::isRed).count());
    }
}
