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

/** Switches where log lines go. Called by a command before it starts anything. */
public final class LogPlaces {

    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0} - %msg %kvp%n";
    private static final int WAITING_LINES = 8192;

    private LogPlaces() {}

    /** Warnings and errors to standard error: what commands do that people read. */
    public static void warningsOnly() {
        warningsOnly(context());
    }

    static void warningsOnly(LoggerContext context) {
        clear(context, Level.WARN);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console(context));
    }

    /** One line for everything of note to standard error: what a part does that runs on its own. */
    public static void console(boolean verbose) {
        LoggerContext context = context();
        clear(context, Level.INFO);
        ours(context, verbose);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console(context));
    }

    /** Everything of note into one file. */
    public static void file(Path file, boolean verbose) {
        LoggerContext context = context();
        clear(context, Level.INFO);
        ours(context, verbose);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(behindAThread(context, file));
    }

    /**
     * A file for each package, and one for the rest.
     *
     * @param files package to file
     */
    public static void files(Map<String, Path> files, Path rest, boolean verbose) {
        file(rest, verbose);
        LoggerContext context = context();
        files.forEach((name, file) -> {
            Logger logger = context.getLogger(name);
            logger.addAppender(behindAThread(context, file));
            logger.setAdditive(false);
        });
    }

    /** Writes what still waits and lets go of all files. */
    public static void close() {
        context().stop();
    }

    private static void ours(LoggerContext context, boolean verbose) {
        context.getLogger("opencmg").setLevel(verbose ? Level.DEBUG : Level.INFO);
    }

    private static void clear(LoggerContext context, Level level) {
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        for (String chatty : new String[] {"io.netty", "io.vertx", "org.flywaydb", "com.zaxxer", "no.nav", "okhttp3"}) {
            context.getLogger(chatty).setLevel(Level.WARN);
        }
        // Warns at every start that this H2 is newer than the newest it was tried with.
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

    private static Appender<ILoggingEvent> behindAThread(LoggerContext context, Path file) {
        FileAppender<ILoggingEvent> writer = new FileAppender<>();
        writer.setContext(context);
        writer.setFile(file.toString());
        writer.setEncoder(encoder(context));
        writer.start();
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setQueueSize(WAITING_LINES);
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
