package opencmg.cli;

import java.util.function.Consumer;
import java.util.function.Function;
import opencmg.client.descriptor.LabFile;
import opencmg.client.descriptor.SiteClient;
import opencmg.client.descriptor.SiteRefusedException;
import opencmg.launch.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Asks the site server of a lab; what it refuses because of what was asked is bad usage. */
final class SiteAnswers {

    private SiteAnswers() {}

    /** Exit code of a command that prints an answer. */
    static <T> int print(LabFile lab, CommandSpec spec, Function<SiteClient, T> question, Consumer<T> printed) {
        try {
            printed.accept(LabConversation.withSite(lab, question));
            return ExitCode.DONE;
        } catch (SiteRefusedException e) {
            spec.commandLine().getErr().println("opencmg: " + e.getMessage());
            return e.status() == 400 || e.status() == 404 ? ExitCode.BAD_USAGE : ExitCode.FAILED;
        }
    }
}
