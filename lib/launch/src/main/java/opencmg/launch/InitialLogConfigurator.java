package opencmg.launch;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.stream.Stream;

/**
 * Found by Logback as a service: logs only warnings and errors until a command sets up the log. A program that embeds our verticles and has a
 * {@code logback.xml} keeps its own set-up. Logback asks services before it looks for that file, so this class looks for it.
 */
public final class InitialLogConfigurator extends ContextAwareBase implements Configurator {

    private static final String FILE_PROPERTY = "logback.configurationFile";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (hasOwnSetUp(InitialLogConfigurator.class.getClassLoader())) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LogSetup.warningsOnly(context);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static boolean hasOwnSetUp(ClassLoader classes) {
        return System.getProperty(FILE_PROPERTY) != null
                || Stream.of("logback-test.xml", "logback.xml").anyMatch(name -> classes.getResource(name) != null);
    }
}
