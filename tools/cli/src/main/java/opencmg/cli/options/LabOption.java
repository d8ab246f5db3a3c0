package opencmg.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import opencmg.client.descriptor.LabFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running lab a command talks to. */
public final class LabOption {

    @Option(
            names = "--lab",
            paramLabel = "DIR",
            description = "Directory of the running lab (default: ${DEFAULT-VALUE}).",
            defaultValue = ".lab")
    private Path directory = Path.of(".lab");

    /** @throws opencmg.settings.InvalidSettingsException when no lab is ready there */
    public LabFile read() {
        return LabFile.read(directory);
    }

    /** The descriptor of the lab if one is ready there, else null. */
    public @Nullable LabFile readIfThere() {
        return Files.exists(directory.resolve("lab.json")) ? read() : null;
    }
}
