package opencmg.cli;

import java.util.concurrent.Callable;
import opencmg.lab.PartKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code connection-point}: runs this part alone, for a chain on several hosts. */
@Command(
        name = "connection-point",
        description = "Connects to gateways and relays requests to management and update points.",
        footer = {
            "%nRuns until SIGTERM or Ctrl-C and finishes requests in flight; a second signal ends it at once.",
            "%nExamples:",
            "  opencmg connection-point --config connection-point.yaml --check",
            "  opencmg connection-point --config connection-point.yaml"
        })
final class ConnectionPointCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        return options.serve(PartKind.CONNECTION_POINT, spec);
    }
}
