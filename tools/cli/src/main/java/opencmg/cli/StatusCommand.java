package opencmg.cli;

import io.vertx.core.json.JsonArray;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import opencmg.cli.options.LabOption;
import opencmg.client.descriptor.LabFile;
import opencmg.diagnose.status.PartStatus;
import opencmg.diagnose.status.StatusTable;
import opencmg.launch.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: what the admin servers of all parts report. */
@Command(
        name = "status",
        description = "Shows gateways and connection points with their tunnels; exit code 1 when one is not ready.",
        footer = {
            "%nIn and out are body bytes as the reporting part sees them; the last error is that of a request,",
            "or of the connection attempt where there is no connection.",
            "%nExamples:",
            "  opencmg status",
            "  opencmg status --admin http://127.0.0.1:8081",
            "  opencmg status --json"
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private LabOption lab = new LabOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "Admin address of one part, in place of those of a running lab.")
    private @Nullable String admin;

    @Option(names = "--json", description = "Everything that the admin servers report, as one JSON array.")
    private boolean json;

    @Override
    public Integer call() {
        List<PartStatus> parts = LabConversation.withWeb(web ->
                admins().stream().map(address -> PartStatus.of(address, web)).toList());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonArray(parts.stream().map(PartStatus::json).toList()).encodePrettily());
        } else {
            parts.forEach(part -> StatusTable.lines(part).forEach(out::println));
        }
        out.flush();
        return parts.stream().allMatch(PartStatus::ready) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private List<String> admins() {
        if (admin != null) {
            return List.of(admin);
        }
        LabFile running = lab.read();
        List<String> admins = new ArrayList<>(running.gatewayAdmins());
        admins.addAll(running.connectionPointAdmins());
        return admins;
    }
}
