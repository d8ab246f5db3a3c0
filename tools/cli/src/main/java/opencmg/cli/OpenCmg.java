package opencmg.cli;

import java.util.List;
import java.util.Objects;
import opencmg.certs.CertsCommand;
import opencmg.connectionpoint.ConnectionPointCommand;
import opencmg.gateway.GatewayCommand;
import opencmg.launch.LogSetup;
import opencmg.launch.ServerProgram;
import opencmg.mockmp.MockMpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The program: its commands, help and failure handling. */
@Command(
        name = "opencmg",
        description = "A Cloud Management Gateway that anybody can run.",
        mixinStandardHelpOptions = true,
        versionProvider = ServerProgram.Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Start with one of these:",
            "  opencmg demo                  a tour of everything, cleans up afterwards",
            "  opencmg lab                   the whole chain on this machine until Ctrl-C",
            "",
            "Exit codes: 0 success, 1 failure, 2 bad usage or configuration."
        })
public final class OpenCmg {

    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            LabCommand.class,
            GatewayCommand.class,
            ConnectionPointCommand.class,
            MockMpCommand.class,
            CertsCommand.class,
            TokenCommand.class,
            SiteCommand.class,
            WireCommand.class,
            CcmSetupCommand.class,
            StatusCommand.class,
            ExplainCommand.class,
            BenchCommand.class,
            AnalyzeCommand.class,
            ClientCommand.class);

    private OpenCmg() {}

    /** Runs one command and returns its exit code. */
    public static int run(String... arguments) {
        try {
            return program(arguments).execute(arguments);
        } finally {
            LogSetup.close();
        }
    }

    /**
     * The parser for these arguments. It knows only the command that they begin with: reading the options of all others takes a tenth of the time
     * that a server needs to start. If they begin with no command it knows all, for the help and for suggestions.
     */
    static CommandLine program(String... arguments) {
        CommandLine program = new CommandLine(new OpenCmg());
        List<Class<?>> chosen = COMMANDS.stream()
                .filter(command -> arguments.length > 0 && nameOf(command).equals(arguments[0]))
                .toList();
        (chosen.isEmpty() ? COMMANDS : chosen).forEach(program::addSubcommand);
        CommandLine token = program.getSubcommands().get("token");
        if (token != null) {
            // The product's tools take --new where picocli would see an option of its own.
            token.setUnmatchedOptionsArePositionalParams(true);
        }
        program.setExecutionExceptionHandler(
                (failure, command, parsed) -> FailureReport.print(failure, command.getErr()));
        program.setParameterExceptionHandler((failure, ignored) -> ServerProgram.reportBadUsage("opencmg", failure));
        return program;
    }

    private static String nameOf(Class<?> command) {
        return Objects.requireNonNull(command.getAnnotation(Command.class)).name();
    }
}
