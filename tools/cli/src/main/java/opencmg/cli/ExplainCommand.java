package opencmg.cli;

import io.vertx.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import opencmg.cli.options.LabOption;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.launch.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: why a gateway served or refused a request. */
@Command(
        name = "explain",
        description = "Prints the whole decision about a recent request: each way to authenticate with what it said.",
        footer = {
            "%nThe id stands in every refusal (requestId) and in the logs of every hop.",
            "",
            "  opencmg explain 7c1f2a"
        })
final class ExplainCommand implements Callable<Integer> {

    @Mixin
    private LabOption lab = new LabOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "REQUEST-ID", description = "Of a request in the last minutes.")
    private String request = "";

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "Admin face of a gateway, in place of those of a running lab.")
    private @Nullable String admin;

    @Override
    public Integer call() {
        if (!request.matches("[A-Za-z0-9._-]{1,128}")) {
            spec.commandLine()
                    .getErr()
                    .println("opencmg: '" + request + "' is no request id; it stands in the refusal as requestId");
            return ExitCode.BAD_USAGE;
        }
        List<String> faces = new ArrayList<>();
        if (admin == null) {
            faces.addAll(lab.read().gatewayAdmins());
        } else {
            faces.add(admin);
        }
        return LabConversation.withWeb(web -> {
            for (String face : faces) {
                WebResponse answer =
                        web.send(WebRequest.get(face + "/decisions/" + request)).await();
                if (answer.ok()) {
                    spec.commandLine().getOut().println(Json.encodePrettily(Json.decodeValue(answer.body())));
                    return ExitCode.DONE;
                }
            }
            spec.commandLine()
                    .getErr()
                    .println("opencmg: no gateway remembers request " + request + "; only recent ones are kept");
            return ExitCode.FAILED;
        });
    }
}
