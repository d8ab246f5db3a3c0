package opencmg.launch.cmtrace;

import java.util.Set;

/** Writes the lines of one component. */
public final class ComponentLog {

    private static final StackWalker STACK = StackWalker.getInstance();
    private static final Set<String> LOG_CLASSES = Set.of(ComponentLog.class.getName(), LogFolder.class.getName());

    private final LogFolder folder;
    private final String component;
    private final String sourceFile;

    ComponentLog(LogFolder folder, String component, String sourceFile) {
        this.folder = folder;
        this.component = component;
        this.sourceFile = sourceFile;
    }

    public void info(String text) {
        folder.write(this, LogLine.Severity.INFO, text);
    }

    public void warning(String text) {
        folder.write(this, LogLine.Severity.WARNING, text);
    }

    public void error(String text) {
        folder.write(this, LogLine.Severity.ERROR, text);
    }

    String component() {
        return component;
    }

    /** File and line as in the product's logs. The line number is that of our own source, so that the place can be found. */
    String source() {
        int line = STACK.walk(frames -> frames.filter(frame -> !LOG_CLASSES.contains(frame.getClassName()))
                .findFirst()
                .map(StackWalker.StackFrame::getLineNumber)
                .orElse(0));
        return sourceFile + ":" + line;
    }
}
