package opencmg.lab.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import opencmg.lab.chain.LabFile;
import opencmg.lab.chain.SiteRefused;
import opencmg.lab.http.Ask;
import opencmg.lab.http.NoAnswer;
import opencmg.lab.http.Web;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code site query|synchronize|versions}: the site server of a running lab. */
@Command(
        name = "site",
        description = "Asks the mock site of a running lab.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SiteCommand.Query.class, SiteCommand.Synchronize.class, SiteCommand.Versions.class},
        footer = {
            "%nExamples:",
            "  opencmg site query \"SELECT [MutualAuthPath] FROM [dbo].[vProxy_Roles] Where [RoleTypeID] = '6'\"",
            "  opencmg site synchronize",
            "  opencmg site versions"
        })
final class SiteCommand {

    @Command(
            name = "query",
            description = "Runs a SELECT on the site database and prints the rows, columns apart by tabs.")
    static final class Query implements Callable<Integer> {

        @Mixin
        private LabOption lab = new LabOption();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "SQL", description = "SELECT only.")
        private String sql = "";

        @Override
        public Integer call() {
            try {
                JsonObject result = Talk.withSite(lab.read(), site -> site.query(sql));
                PrintWriter out = spec.commandLine().getOut();
                out.println(line(result.getJsonArray("columns", new JsonArray())));
                result.getJsonArray("rows", new JsonArray()).forEach(row -> out.println(line((JsonArray) row)));
                return Exit.DONE;
            } catch (SiteRefused e) {
                spec.commandLine().getErr().println("opencmg: " + e.getMessage());
                return e.status() == 400 ? Exit.BAD_USAGE : Exit.FAILED;
            }
        }

        private static String line(JsonArray cells) {
            return String.join("\t", cells.stream().map(String::valueOf).toList());
        }
    }

    @Command(
            name = "synchronize",
            description = "Makes the site send its configuration to all gateways again, under a new version.")
    static final class Synchronize implements Callable<Integer> {

        @Mixin
        private LabOption lab = new LabOption();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            long version = Talk.withSite(lab.read(), site -> site.synchronize());
            spec.commandLine().getOut().println("The site configuration has version " + version + " now.");
            return Exit.DONE;
        }
    }

    @Command(
            name = "versions",
            description = "Shows the version of the site configuration at the site and at each gateway.")
    static final class Versions implements Callable<Integer> {

        @Mixin
        private LabOption lab = new LabOption();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            LabFile running = lab.read();
            PrintWriter out = spec.commandLine().getOut();
            long current = Talk.withSite(running, site -> site.configuration().getLong("version", 0L));
            out.println("site    " + current);
            for (String admin : running.gatewayAdmins()) {
                out.println("gateway " + Talk.withWeb(web -> runs(admin, web)) + " " + admin);
            }
            return Exit.DONE;
        }

        private static String runs(String admin, Web web) {
            try {
                JsonObject status = web.send(Ask.get(admin + "/status")).await().json();
                List<String> sites = status.getJsonArray("sites", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .map(site -> site.getLong("configurationVersion") + " of site " + site.getString("siteCode"))
                        .toList();
                return sites.isEmpty() ? "none" : String.join(", ", sites);
            } catch (NoAnswer e) {
                return "no answer: " + e.getMessage();
            }
        }
    }
}
