package opencmg.cli;

import java.util.concurrent.Callable;
import opencmg.lab.PartKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mock-mp}: runs this part alone, for a chain on several hosts. */
@Command(
        name = "mock-mp",
        description = "The mock site: management point, update point, token service, site server.",
        footer = {
            "%nRuns until SIGTERM or Ctrl-C and finishes requests in flight; a second signal ends it at once.",
            "%nExamples:",
            "  opencmg mock-mp --config mock-mp.yaml --check",
            "  opencmg mock-mp --config mock-mp.yaml"
        })
final class MockMpCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        return options.serve(PartKind.MOCK_MP, spec);
    }
}
