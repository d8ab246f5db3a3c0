package opencmg.certs;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code certs make|issue|revoke|renew|list}: manages the lab PKI. A subcommand of {@code opencmg}. */
@Command(
        name = "certs",
        description =
                "Make certificates and revocation lists for a lab. For tests only: CA keys are stored unencrypted.",
        subcommands = {MakeCommand.class, IssueCommand.class, RevokeCommand.class, RenewCommand.class, ListCommand.class
        },
        footer = {
            "%nExamples:",
            "  ${COMMAND-FULL-NAME} make --dir pki --service-name granitefalls.corp.example",
            "  ${COMMAND-FULL-NAME} issue --dir pki --kind client --name PC01.corp.example",
            "  ${COMMAND-FULL-NAME} revoke --dir pki pki/issued/PC01.corp.example.pem --reason keyCompromise",
            "  ${COMMAND-FULL-NAME} list --dir pki"
        })
public final class CertsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    /** The command without its parent. A usage error is one line and exit code 2. */
    public static CommandLine commandLine() {
        return new CommandLine(new CertsCommand()).setParameterExceptionHandler(CertsCommand::reportError);
    }

    private static int reportError(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + e.getMessage() + "; see --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: make, issue, revoke, renew or list");
    }
}
