package opencmg.launch;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Configures where log lines go. A command calls it before it starts anything. */
public final class LogSetup {

    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0} - %msg %kvp%n";
    private static final int QUEUE_LINES = 8192;

    private LogSetup() {}

    /** Warnings and errors to standard error, for interactive commands. */
    public static void warningsOnly() {
        warningsOnly(context());
    }

    static void warningsOnly(LoggerContext context) {
        reset(context, Level.WARN);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console(context));
    }

    /**
     * Info and above to standard error, for a server that runs on its own.
     *
     * @param verbose our own lines at debug too
     */
    public static void console(boolean verbose) {
        LoggerContext context = context();
        reset(context, Level.INFO);
        setOwnLevel(context, verbose);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console(context));
    }

    /** Info and above to one file. */
    public static void file(Path file, boolean verbose) {
        LoggerContext context = context();
        reset(context, Level.INFO);
        setOwnLevel(context, verbose);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(asyncFile(context, file));
    }

    /**
     * A file for each package.
     *
     * @param files package to file
     * @param rest for all other packages
     */
    public static void files(Map<String, Path> files, Path rest, boolean verbose) {
        file(rest, verbose);
        LoggerContext context = context();
        files.forEach((name, file) -> {
            Logger logger = context.getLogger(name);
            logger.addAppender(asyncFile(context, file));
            logger.setAdditive(false);
        });
    }

    /** Writes the queued lines and closes all files. */
    public static void close() {
        context().stop();
    }

    private static void setOwnLevel(LoggerContext context, boolean verbose) {
        context.getLogger("opencmg").setLevel(verbose ? Level.DEBUG : Level.INFO);
    }

    private static void reset(LoggerContext context, Level level) {
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        for (String chatty : new String[] {"io.netty", "io.vertx", "org.flywaydb", "com.zaxxer", "no.nav", "okhttp3"}) {
            context.getLogger(chatty).setLevel(Level.WARN);
        }
        // It warns at every start that this version of H2 is newer than those it was tested with.
        context.getLogger("org.flywaydb.core.internal.database.base.Database").setLevel(Level.ERROR);
    }

    private static Appender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder(context));
        console.start();
        return console;
    }

    private static Appender<ILoggingEvent> asyncFile(LoggerContext context, Path file) {
        FileAppender<ILoggingEvent> writer = new FileAppender<>();
        writer.setContext(context);
        writer.setFile(file.toString());
        writer.setEncoder(encoder(context));
        writer.start();
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setQueueSize(QUEUE_LINES);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.addAppender(writer);
        queue.start();
        return queue;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
