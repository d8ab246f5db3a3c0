package opencmg.lab.command;

import java.nio.file.Path;
import opencmg.lab.chain.LabFile;
import picocli.CommandLine.Option;

/** Which running lab a command talks to. */
final class LabOption {

    @Option(
            names = "--lab",
            paramLabel = "DIR",
            description = "Directory of the running lab (default: ${DEFAULT-VALUE}).",
            defaultValue = ".lab")
    private Path directory = Path.of(".lab");

    LabFile read() {
        return LabFile.read(directory);
    }
}
