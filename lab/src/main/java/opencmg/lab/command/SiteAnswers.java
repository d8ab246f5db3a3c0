package opencmg.lab.command;

import java.util.function.Consumer;
import java.util.function.Function;
import opencmg.lab.chain.LabFile;
import opencmg.lab.chain.SiteFace;
import opencmg.lab.chain.SiteRefused;
import picocli.CommandLine.Model.CommandSpec;

/** Asks the site server of a lab; what it refuses because of what was asked is bad usage. */
final class SiteAnswers {

    private SiteAnswers() {}

    /** Exit code of a command that prints an answer. */
    static <T> int print(LabFile lab, CommandSpec spec, Function<SiteFace, T> question, Consumer<T> printed) {
        try {
            printed.accept(Talk.withSite(lab, question));
            return Exit.DONE;
        } catch (SiteRefused e) {
            spec.commandLine().getErr().println("opencmg: " + e.getMessage());
            return e.status() == 400 || e.status() == 404 ? Exit.BAD_USAGE : Exit.FAILED;
        }
    }
}
