package opencmg.cli;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import opencmg.cli.options.LabOption;
import opencmg.client.descriptor.LabFile;
import opencmg.client.descriptor.SiteClient;
import opencmg.client.descriptor.SiteRefusedException;
import opencmg.launch.ExitCode;
import opencmg.mockmp.tokens.BulkRegistrationTokenTool;
import opencmg.mockmp.tokens.BulkTokens;
import opencmg.mockmp.tokens.IssuedToken;
import opencmg.mockmp.tokens.TokenCategory;
import opencmg.mockmp.tokens.TokenRefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code token}: the arguments of BulkRegistrationTokenTool.exe, and the console's token actions. */
@Command(
        name = "token",
        description = "Makes bulk registration tokens, and lists, blocks and unblocks tokens of a running lab.",
        footer = {
            "%nExamples:",
            "  opencmg token /new",
            "  opencmg token /new /lifetime:60       or  --new --lifetime 60",
            "  opencmg token list",
            "  opencmg token block db591e33-26fd-4c5b-82f3-bf673e5bd0a2"
        })
final class TokenCommand implements Callable<Integer> {

    private static final String TOOL = "bulkregistrationtokentool.exe";

    @Mixin
    private LabOption lab = new LabOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ARGUMENT",
            description = "/new, /lifetime:MINUTES, /?, or: list, block GUID, unblock GUID.")
    private List<String> words = new ArrayList<>();

    /** The product's command line begins with the name of its tool, so it is accepted here. */
    private List<String> withoutToolName() {
        boolean named =
                !words.isEmpty() && words.get(0).toLowerCase(Locale.ROOT).endsWith(TOOL);
        return named ? words.subList(1, words.size()) : words;
    }

    @Override
    public Integer call() {
        words = withoutToolName();
        String first = words.isEmpty() ? "" : words.get(0).toLowerCase(Locale.ROOT);
        try {
            return switch (first) {
                case "list" -> list(lab.read());
                case "block", "unblock" -> mark(first, lab.read());
                default -> tool();
            };
        } catch (SiteRefusedException e) {
            spec.commandLine().getErr().println("opencmg: " + e.getMessage());
            return e.status() == 404 || e.status() == 400 ? ExitCode.BAD_USAGE : ExitCode.FAILED;
        }
    }

    private int tool() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exit = new BulkRegistrationTokenTool(siteServerTokens())
                .run(
                        words,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8));
        spec.commandLine().getOut().print(out.toString(StandardCharsets.UTF_8));
        spec.commandLine().getErr().print(errors.toString(StandardCharsets.UTF_8));
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().flush();
        return exit;
    }

    private BulkTokens siteServerTokens() {
        return minutes -> {
            LabFile running = lab.read();
            try {
                return issued(LabConversation.withSite(running, site -> site.newToken(minutes)));
            } catch (SiteRefusedException e) {
                throw new TokenRefusedException(String.valueOf(e.getMessage()));
            }
        };
    }

    private static IssuedToken issued(JsonObject token) {
        return new IssuedToken(
                UUID.fromString(token.getString("id")),
                TokenCategory.BULK,
                Instant.parse(token.getString("notBefore")),
                Instant.parse(token.getString("expires")),
                token.getString("token"));
    }

    private int list(LabFile running) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-36s  %-16s  %-20s  %s%n", "GUID", "kind", "expires", "blocked");
        for (Object row : LabConversation.withSite(running, SiteClient::tokens)) {
            JsonObject token = (JsonObject) row;
            String at = token.getString("blockedAt");
            out.printf(
                    "%-36s  %-16s  %-20s  %s%n",
                    token.getString("id"),
                    token.getString("category"),
                    token.getString("expires"),
                    at == null ? "" : at + " by " + token.getString("blockedBy"));
        }
        return ExitCode.DONE;
    }

    private int mark(String what, LabFile running) {
        if (words.size() != 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    "which token? For example: opencmg token " + what + " db591e33-26fd-4c5b-82f3-bf673e5bd0a2");
        }
        String id = words.get(1);
        Boolean done = LabConversation.withSite(running, site -> {
            if (what.equals("block")) {
                site.block(id, "opencmg token");
            } else {
                site.unblock(id);
            }
            return true;
        });
        if (done) {
            spec.commandLine().getOut().println(id + " is " + what + "ed. Gateways know it within seconds.");
        }
        return ExitCode.DONE;
    }
}
