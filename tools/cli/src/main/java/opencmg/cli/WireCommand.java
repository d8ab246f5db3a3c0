package opencmg.cli;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import opencmg.cli.options.LabOption;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.launch.ExitCode;
import opencmg.settings.InvalidSettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wire}: breaks the network between connection points and gateways of a lab that was started with {@code --wire}. */
@Command(
        name = "wire",
        description = "Breaks and mends the network between connection points and gateways of a lab with --wire.",
        footer = {
            "%nOrders: pass, stall, black-hole, slow BYTES, garble, refuse, cut; none shows what is in force.",
            "%nExamples:",
            "  opencmg wire",
            "  opencmg wire black-hole",
            "  opencmg wire slow 100000 --gateway 2",
            "  opencmg wire cut",
            "  opencmg wire pass"
        })
final class WireCommand implements Callable<Integer> {

    @Mixin
    private LabOption lab = new LabOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--gateway",
            paramLabel = "N",
            description = "Only the wire of the N-th gateway (default: all).",
            defaultValue = "0")
    private int gateway;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ORDER", description = "What to do.", defaultValue = "")
    private String order = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "BYTES",
            description = "Bytes a second, for slow.",
            defaultValue = "0")
    private long bytes;

    @Override
    public Integer call() {
        List<String> faces = lab.read().wires();
        if (faces.isEmpty()) {
            throw new InvalidSettingsException("--lab", "", "this lab has no wire; start it with: opencmg lab --wire");
        }
        if (gateway < 0 || gateway > faces.size()) {
            throw new InvalidSettingsException("--gateway", "", gateway + " is not 1 to " + faces.size());
        }
        int worst = ExitCode.DONE;
        for (int number = 1; number <= faces.size(); number++) {
            if (gateway == 0 || gateway == number) {
                worst = Math.max(worst, tell(number, faces.get(number - 1)));
            }
        }
        return worst;
    }

    private int tell(int number, String face) {
        WebResponse answer = LabConversation.withWeb(web -> web.send(ask(face)).await());
        JsonObject said = answer.json();
        PrintWriter out = spec.commandLine().getOut();
        if (!answer.ok()) {
            spec.commandLine().getErr().println("opencmg: " + said.getString("problem", answer.summary()));
            return ExitCode.BAD_USAGE;
        }
        out.println("wire " + number + "  " + said.getString("fault") + ": " + said.getString("meaning") + "; "
                + said.getInteger("connections") + " connections");
        return ExitCode.DONE;
    }

    private WebRequest ask(String face) {
        if (order.isEmpty()) {
            return WebRequest.get(face + "/");
        }
        return WebRequest.of("POST", face + "/" + order + (bytes > 0 ? "?bytes=" + bytes : ""));
    }
}
