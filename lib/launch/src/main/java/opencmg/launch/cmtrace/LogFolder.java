package opencmg.launch.cmtrace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.function.Consumer;

/** The folder {@code Logs} of a client: one file for each component, and one listener that receives every line. */
public final class LogFolder {

    private final Path folder;
    private final Clock clock;
    private final Consumer<LogLine> listener;

    /**
     * Creates the folder if it is missing. Lines are appended to existing files.
     *
     * @param clock whose zone is the zone of the lines
     * @param listener for progress on a terminal
     */
    public LogFolder(Path folder, Clock clock, Consumer<LogLine> listener) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.clock = clock;
        this.listener = listener;
    }

    public Path path() {
        return folder;
    }

    /**
     * The log of a component, for example {@code ccmsetup}, in the file of that name.
     *
     * @param sourceFile shown with each line
     */
    public ComponentLog component(String name, String sourceFile) {
        return new ComponentLog(this, name, sourceFile);
    }

    void write(ComponentLog from, LogLine.Severity severity, String text) {
        LogLine line = new LogLine(
                clock.instant().atZone(clock.getZone()),
                from.component(),
                severity,
                Thread.currentThread().getId(),
                from.source(),
                text);
        append(folder.resolve(from.component() + ".log"), line.format() + "\r\n");
        listener.accept(line);
    }

    private static synchronized void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the log " + file + " cannot be written", e);
        }
    }
}
