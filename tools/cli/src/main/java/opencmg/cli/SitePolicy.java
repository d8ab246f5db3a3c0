package opencmg.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import opencmg.cli.options.LabOption;
import opencmg.settings.InvalidSettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code site policy}: adds a policy. */
@Command(name = "policy", description = "Adds a policy, or a new version of one, and assigns it.")
final class SitePolicy implements Callable<Integer> {

    private static final long MAX_BYTES = 4_000_000;

    @Mixin
    private LabOption lab = new LabOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The policy's XML, UTF-8.")
    private Path file = Path.of("");

    @Option(names = "--id", paramLabel = "ID", description = "Id of the policy; a new GUID if not given.")
    private @Nullable String id;

    @Option(names = "--version", paramLabel = "N.NN", description = "${DEFAULT-VALUE} if not given.")
    private String version = "1.00";

    @Option(names = "--category", paramLabel = "NAME", description = "${DEFAULT-VALUE} if not given.")
    private String category = "ClientAgentConfig";

    @Option(names = "--secret", description = "Encrypts it for each client.")
    private boolean secret;

    @Option(names = "--device", paramLabel = "ID", description = "Assigns it to this client only.")
    private @Nullable String device;

    @Override
    public Integer call() {
        String policy = id == null ? "{" + UUID.randomUUID().toString().toLowerCase(Locale.ROOT) + "}" : id;
        JsonObject json = new JsonObject()
                .put("id", policy)
                .put("version", version)
                .put("category", category)
                .put("secret", secret)
                .put("body", text());
        if (device != null) {
            json.put("device", device);
        }
        return SiteAnswers.print(
                lab.read(),
                spec,
                site -> {
                    site.addPolicy(json);
                    return policy;
                },
                done -> spec.commandLine().getOut().println("Policy " + done + " " + version + " is assigned."));
    }

    private String text() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidSettingsException(file.toString(), "", "is larger than " + MAX_BYTES + " bytes");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidSettingsException(file.toString(), "", "cannot be read as UTF-8: " + e.getMessage());
        }
    }
}
