package opencmg.launch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialLogConfiguratorTest {

    @Test
    void logsWarningsOnlyUntilACommandSetsUpTheLog() {
        LoggerContext context = new LoggerContext();

        assertThat(new InitialLogConfigurator().configure(context))
                .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void leavesTheLogToAProgramWithItsOwnSetUp(@TempDir Path directory) throws Exception {
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            assertThat(InitialLogConfigurator.hasOwnSetUp(classes)).isFalse();
            Files.writeString(directory.resolve("logback.xml"), "<configuration/>");
            assertThat(InitialLogConfigurator.hasOwnSetUp(classes)).isTrue();
        }
    }
}
