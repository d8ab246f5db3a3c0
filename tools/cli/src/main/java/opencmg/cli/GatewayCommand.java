package opencmg.cli;

import java.util.concurrent.Callable;
import opencmg.lab.PartKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gateway}: runs this part alone, for a chain on several hosts. */
@Command(
        name = "gateway",
        description = "The edge: admits clients and forwards their requests to connection points.",
        footer = {
            "%nRuns until SIGTERM or Ctrl-C and finishes requests in flight; a second signal ends it at once.",
            "%nExamples:",
            "  opencmg gateway --config gateway.yaml --check",
            "  opencmg gateway --config gateway.yaml"
        })
final class GatewayCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        return options.serve(PartKind.GATEWAY, spec);
    }
}
