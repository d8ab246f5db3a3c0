package opencmg.launch;

import java.io.PrintWriter;
import opencmg.settings.InvalidSettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** Runs a {@link ServerCommand} as the only command of a program, and reports the failures of all programs. */
public final class ServerProgram {

    private static final Logger log = LoggerFactory.getLogger(ServerProgram.class);

    private ServerProgram() {}

    /**
     * Runs the command of a slim jar.
     *
     * @param name of the program; the jar is {@code name.jar}
     * @return the exit code
     */
    public static int run(String name, ServerCommand command, String... arguments) {
        JvmFlags.setMissingProperties();
        try {
            return parser(name, command).execute(arguments);
        } finally {
            LogSetup.close();
        }
    }

    private static CommandLine parser(String name, ServerCommand command) {
        CommandLine parser = new CommandLine(command);
        parser.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        parser.setCommandName("java -jar " + name + ".jar");
        parser.setExecutionExceptionHandler((failure, failed, parsed) -> reportFailure(name, failure, failed.getErr()));
        parser.setParameterExceptionHandler((failure, ignored) -> reportBadUsage(name, failure));
        return parser;
    }

    /**
     * Prints one line for each fault of a failed command; the stack goes to the log at debug.
     *
     * @param program first word of each line
     * @return the exit code: 2 for invalid settings, otherwise 1
     */
    public static int reportFailure(String program, Throwable failure, PrintWriter err) {
        if (failure instanceof InvalidSettingsException invalid) {
            invalid.faults().forEach(fault -> err.println(program + ": " + fault));
            return ExitCode.BAD_USAGE;
        }
        log.atDebug().setCause(failure).log("command failed");
        err.println(program + ": " + (failure.getMessage() == null ? failure.toString() : failure.getMessage()));
        return ExitCode.FAILED;
    }

    /**
     * Prints what is wrong with the arguments and where the help is.
     *
     * @return the exit code 2
     */
    public static int reportBadUsage(String program, CommandLine.ParameterException failure) {
        PrintWriter err = failure.getCommandLine().getErr();
        err.println(program + ": " + failure.getMessage());
        err.println(
                program + ": see " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.BAD_USAGE;
    }

    /** The version in the manifest of the jar, and that of Java. */
    public static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = ServerProgram.class.getPackage().getImplementationVersion();
            return new String[] {"opencmg " + (version == null ? "unpackaged" : version) + ", Java " + Runtime.version()
            };
        }
    }
}
