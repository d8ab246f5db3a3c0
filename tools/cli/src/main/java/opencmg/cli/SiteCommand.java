package opencmg.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import opencmg.cli.options.LabOption;
import opencmg.client.descriptor.LabFile;
import opencmg.client.descriptor.SiteClient;
import opencmg.client.descriptor.SiteRefusedException;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.launch.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code site ...}: the site server of a running lab. */
@Command(
        name = "site",
        description = "Queries and changes the mock site of a running lab.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SiteCommand.Query.class,
            SiteCommand.Synchronize.class,
            SiteCommand.Versions.class,
            SiteCommand.Devices.class,
            SiteCommand.Approve.class,
            SiteCommand.Notify.class,
            SiteMessages.class,
            SitePolicy.class,
            SiteScenario.class
        },
        footer = {
            "%nExamples:",
            "  opencmg site query \"SELECT [MutualAuthPath] FROM [dbo].[vProxy_Roles] Where [RoleTypeID] = '6'\"",
            "  opencmg site synchronize",
            "  opencmg site versions",
            "  opencmg site devices",
            "  opencmg site approve GUID:A4AC8F79-FADE-4758-84B9-C8D5F2F56310",
            "  opencmg site notify RequestMachinePolicy",
            "  opencmg site scenario server_error --path /CCM_STS --times 3"
        })
final class SiteCommand {

    @Command(name = "query", description = "Runs a SELECT on the site database and prints the rows, separated by tabs.")
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
                JsonObject result = LabConversation.withSite(lab.read(), site -> site.query(sql));
                PrintWriter out = spec.commandLine().getOut();
                out.println(line(result.getJsonArray("columns", new JsonArray())));
                result.getJsonArray("rows", new JsonArray()).forEach(row -> out.println(line((JsonArray) row)));
                return ExitCode.DONE;
            } catch (SiteRefusedException e) {
                spec.commandLine().getErr().println("opencmg: " + e.getMessage());
                return e.status() == 400 ? ExitCode.BAD_USAGE : ExitCode.FAILED;
            }
        }

        private static String line(JsonArray cells) {
            return String.join("\t", cells.stream().map(String::valueOf).toList());
        }
    }

    @Command(
            name = "synchronize",
            description = "Sends the site configuration to all gateways again, as a new version.")
    static final class Synchronize implements Callable<Integer> {

        @Mixin
        private LabOption lab = new LabOption();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            long version = LabConversation.withSite(lab.read(), site -> site.synchronize());
            spec.commandLine().getOut().println("The site configuration has version " + version + " now.");
            return ExitCode.DONE;
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
            long current = LabConversation.withSite(
                    running, site -> site.configuration().getLong("version", 0L));
            out.println("site    " + current);
            for (String admin : running.gatewayAdmins()) {
                out.println("gateway " + LabConversation.withWeb(web -> versions(admin, web)) + " " + admin);
            }
            return ExitCode.DONE;
        }

        private static String versions(String admin, Web web) {
            try {
                JsonObject status =
                        web.send(WebRequest.get(admin + "/status")).await().json();
                List<String> sites = status.getJsonArray("sites", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .map(site -> site.getLong("configurationVersion") + " of site " + site.getString("siteCode"))
                        .toList();
                return sites.isEmpty() ? "none" : String.join(", ", sites);
            } catch (NoResponseException e) {
                return "no answer: " + e.getMessage();
            }
        }
    }

    @Command(name = "devices", description = "Lists registered clients with their approval, separated by tabs.")
    static final class Devices implements Callable<Integer> {

        @Mixin
        private LabOption lab = new LabOption();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            LabConversation.withSite(lab.read(), SiteClient::devices)
                    .forEach(device -> out.println(String.join(
                            "\t",
                            device.getString("id"),
                            device.getString("netbiosName"),
                            device.getString("approval"),
                            device.getString("registeredBy"))));
            return ExitCode.DONE;
        }
    }

    @Command(name = "approve", description = "Approves a client whose registration is pending.")
    static final class Approve implements Callable<Integer> {

        @Mixin
        private LabOption lab = new LabOption();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "GUID", description = "The client's id, as in its log.")
        private String id = "";

        @Override
        public Integer call() {
            try {
                JsonObject approved = LabConversation.withSite(lab.read(), site -> site.approve(id));
                spec.commandLine().getOut().println(approved.getString("approved") + " is approved.");
                return ExitCode.DONE;
            } catch (SiteRefusedException e) {
                spec.commandLine().getErr().println("opencmg: " + e.getMessage());
                return e.status() == 400 ? ExitCode.BAD_USAGE : ExitCode.FAILED;
            }
        }
    }

    @Command(name = "notify", description = "Sends a task to every client that waits for a notification.")
    static final class Notify implements Callable<Integer> {

        @Mixin
        private LabOption lab = new LabOption();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(
                paramLabel = "TASK",
                arity = "0..1",
                description = "The task (default: ${DEFAULT-VALUE}).",
                defaultValue = "RequestMachinePolicy")
        private String task = "RequestMachinePolicy";

        @Override
        public Integer call() {
            int notified = LabConversation.withSite(lab.read(), site -> site.notifyWaitingClients(task));
            spec.commandLine().getOut().println(notified + " clients were told.");
            return ExitCode.DONE;
        }
    }
}
