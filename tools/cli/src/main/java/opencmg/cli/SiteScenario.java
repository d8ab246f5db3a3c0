package opencmg.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import opencmg.cli.options.LabOption;
import opencmg.client.descriptor.SiteClient;
import opencmg.mockmp.scenarios.Scenario;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code site scenario}: faults on demand. */
@Command(
        name = "scenario",
        description = "Makes requests at the mock site fail; without a fault it shows the active ones.",
        footer = {
            "%nExamples:",
            "  opencmg site scenario client_certificate_required --role MP",
            "  opencmg site scenario slow --path /SMS_MP --millis 2000 --times 10",
            "  opencmg site scenario none"
        })
final class SiteScenario implements Callable<Integer> {

    @Mixin
    private LabOption lab = new LabOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FAULT", arity = "0..1", description = "A fault, or none to end all.")
    private @Nullable String fault;

    @Option(names = "--role", paramLabel = "ROLE", description = "MP or SUP; both if not given.")
    private String role = "";

    @Option(names = "--path", paramLabel = "PREFIX", description = "Prefix of the affected paths; all if not given.")
    private String path = "/";

    @Option(names = "--millis", paramLabel = "N", description = "For slow; ${DEFAULT-VALUE} if not given.")
    private int millis = 1000;

    @Option(names = "--times", paramLabel = "N", description = "Number of requests after which it ends; 0 for no end.")
    private int times;

    @Override
    public Integer call() {
        return SiteAnswers.print(lab.read(), spec, this::changed, this::print);
    }

    private JsonArray changed(SiteClient site) {
        if (fault == null) {
            return site.scenarios();
        }
        if (fault.equalsIgnoreCase("none")) {
            site.scenarios(new JsonArray());
            return site.scenarios();
        }
        site.scenarios(site.scenarios()
                .add(new JsonObject()
                        .put("name", known(fault).name().toLowerCase(Locale.ROOT))
                        .put("fault", known(fault).name())
                        .put("role", role)
                        .put("path", path)
                        .put("millis", millis)
                        .put("times", times)));
        return site.scenarios();
    }

    private Scenario.Fault known(String name) {
        String wanted = name.replace('-', '_');
        return Arrays.stream(Scenario.Fault.values())
                .filter(scenario -> scenario.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "'" + name + "' is no fault, for example slow; there are "
                                + Arrays.stream(Scenario.Fault.values())
                                        .map(scenario -> scenario.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                                + " and none"));
    }

    private void print(JsonArray scenarios) {
        PrintWriter out = spec.commandLine().getOut();
        if (scenarios.isEmpty()) {
            out.println("No fault is in force.");
        }
        scenarios.stream()
                .map(JsonObject.class::cast)
                .forEach(scenario -> out.printf(
                        "%-28s  %-4s %-24s %s%n",
                        scenario.getString("fault").toLowerCase(Locale.ROOT),
                        scenario.getString("role"),
                        scenario.getString("path"),
                        scenario.getInteger("times") == 0 ? "" : scenario.getInteger("times") + " times"));
    }
}
