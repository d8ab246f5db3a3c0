package opencmg.tunnel.logwatch;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What one class logs, from here until it is closed. */
public final class LogWatch implements AutoCloseable {

    private final Logger logger;
    private final Lines lines = new Lines();

    private LogWatch(Logger logger) {
        this.logger = logger;
    }

    public static LogWatch of(Class<?> type) {
        LogWatch watch = new LogWatch((Logger) LoggerFactory.getLogger(type));
        watch.lines.start();
        watch.logger.addAppender(watch.lines);
        return watch;
    }

    /** Each as {@code LEVEL message key=value key=value}. */
    public List<String> lines() {
        return lines.told;
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            told.add(event.getLevel() + " " + event.getFormattedMessage() + keys(event));
        }

        private static String keys(ILoggingEvent event) {
            return event.getKeyValuePairs() == null
                    ? ""
                    : event.getKeyValuePairs().stream()
                            .map(pair -> " " + pair.key + "=" + pair.value)
                            .collect(Collectors.joining());
        }
    }
}
