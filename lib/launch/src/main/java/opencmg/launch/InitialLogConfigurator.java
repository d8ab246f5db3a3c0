package opencmg.launch;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Found by Logback as a service: logs only warnings and errors until a command sets up the log. A program that embeds our verticles and has a
 * {@code logback.xml} keeps its own set-up, because the reader of that file ({@link ConfiguratorRank#NOMINAL}) comes first.
 */
@ConfiguratorRank(ConfiguratorRank.NOMINAL - 1)
public final class InitialLogConfigurator extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LogSetup.warningsOnly(context);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
