package opencmg.cli;

import java.util.function.Consumer;
import java.util.function.Function;
import opencmg.client.descriptor.LabFile;
import opencmg.client.descriptor.SiteClient;
import opencmg.client.descriptor.SiteRefusedException;
import opencmg.launch.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Queries the site server of a lab. A query that it rejects as invalid is bad usage. */
final class SiteAnswers {

    private SiteAnswers() {}

    /** Prints the response and returns the exit code. */
    static <T> int print(LabFile lab, CommandSpec spec, Function<SiteClient, T> query, Consumer<T> printer) {
        try {
            printer.accept(LabConversation.withSite(lab, query));
            return ExitCode.DONE;
        } catch (SiteRefusedException e) {
            spec.commandLine().getErr().println("opencmg: " + e.getMessage());
            return e.status() == 400 || e.status() == 404 ? ExitCode.BAD_USAGE : ExitCode.FAILED;
        }
    }
}
