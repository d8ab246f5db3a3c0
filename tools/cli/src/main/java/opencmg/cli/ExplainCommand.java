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
        description = "Prints the decision about a recent request: each authentication method with its result.",
        footer = {
            "%nThe id is in every refusal (requestId) and in the logs of every hop.",
            "",
            "  opencmg explain 7c1f2a"
        })
final class ExplainCommand implements Callable<Integer> {

    @Mixin
    private LabOption lab = new LabOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "REQUEST-ID", description = "Id of a recent request.")
    private String request = "";

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "Admin address of a gateway, in place of those of a running lab.")
    private @Nullable String admin;

    @Override
    public Integer call() {
        if (!request.matches("[A-Za-z0-9._-]{1,128}")) {
            spec.commandLine()
                    .getErr()
                    .println("opencmg: '" + request + "' is no request id; it stands in the refusal as requestId");
            return ExitCode.BAD_USAGE;
        }
        List<String> admins = new ArrayList<>();
        if (admin == null) {
            admins.addAll(lab.read().gatewayAdmins());
        } else {
            admins.add(admin);
        }
        return LabConversation.withWeb(web -> {
            for (String address : admins) {
                WebResponse response = web.send(WebRequest.get(address + "/decisions/" + request))
                        .await();
                if (response.ok()) {
                    spec.commandLine().getOut().println(Json.encodePrettily(Json.decodeValue(response.body())));
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
