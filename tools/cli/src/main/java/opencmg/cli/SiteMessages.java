package opencmg.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import opencmg.cli.options.LabOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code site messages}: messages that clients reported. */
@Command(name = "messages", description = "Counts the messages that clients reported and shows the newest.")
final class SiteMessages implements Callable<Integer> {

    private static final int SHOWN = 20;
    private static final String ROW = "%-27s  %-18s  %-41s  %8s  %s%n";

    @Mixin
    private LabOption lab = new LabOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return SiteAnswers.print(lab.read(), spec, site -> site.messages(), this::print);
    }

    private void print(JsonObject response) {
        PrintWriter out = spec.commandLine().getOut();
        JsonObject counts = response.getJsonObject("counts", new JsonObject());
        counts.fieldNames().forEach(endpoint -> out.printf("%-18s  %d%n", endpoint, counts.getLong(endpoint)));
        if (counts.isEmpty()) {
            out.println("Nothing has been reported yet.");
            return;
        }
        out.println();
        out.printf(ROW, "received", "endpoint", "device", "length", "request");
        response.getJsonArray("messages", new JsonArray()).stream()
                .limit(SHOWN)
                .map(JsonObject.class::cast)
                .forEach(message -> out.printf(
                        ROW,
                        message.getString("received"),
                        message.getString("endpoint"),
                        message.getString("device"),
                        message.getInteger("length"),
                        message.getString("request")));
    }
}
