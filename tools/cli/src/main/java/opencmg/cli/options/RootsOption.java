package opencmg.cli.options;

import java.nio.file.Path;
import opencmg.client.descriptor.LabFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The roots that a command trusts for the gateway's certificate. */
public final class RootsOption {

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "Roots of the gateway's certificate, PEM; default: those of the running lab, else those of Java.")
    private @Nullable Path file;

    /** The file that was given, else that of the lab; null for the roots of the Java runtime. */
    public @Nullable Path or(@Nullable LabFile running) {
        return file != null ? OptionValues.readable("--ca", file) : running == null ? null : running.caFile();
    }
}
