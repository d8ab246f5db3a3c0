package opencmg.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import opencmg.client.setup.InstalledClient;
import opencmg.diagnose.AnalysisReport;
import opencmg.diagnose.CheckVerdict;

/** The table at the end of the demo. */
final class ProofTable {

    private ProofTable() {}

    static List<String> of(InstalledClient client, List<Proof> proofs) {
        List<String> lines = new ArrayList<>();
        lines.add(line(true, "token exchange at CCM_STS", "bulk registration token in, CCM token out"));
        lines.add(line(true, "site information", "site " + client.siteCode() + ", version " + client.siteVersion()));
        lines.add(line(
                true,
                "client files through the gateway",
                client.files() + " files, " + client.bytes() / 1024 + " KiB, hashes right"));
        lines.add(line(true, "registration, signature verified", client.clientId()));
        proofs.forEach(proof -> lines.add(line(proof.holds(), proof.what(), proof.got())));
        return lines;
    }

    /** The six checks of the analyzer. */
    static List<String> of(AnalysisReport report) {
        return report.findings().stream()
                .map(finding -> line(
                        finding.verdict() == CheckVerdict.GREEN,
                        "check " + finding.check().number() + ": "
                                + finding.check().title(),
                        finding.verdict().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static String line(boolean holds, String what, String got) {
        return String.format(Locale.ROOT, "  %-6s %-54s %s", holds ? "ok" : "FAILED", what, got);
    }
}
