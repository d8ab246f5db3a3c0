package opencmg.lab.cmtrace;

/** Writes the lines of one component. */
public final class ComponentLog {

    private final LogFolder folder;
    private final String component;
    private final String sourceFile;

    ComponentLog(LogFolder folder, String component, String sourceFile) {
        this.folder = folder;
        this.component = component;
        this.sourceFile = sourceFile;
    }

    public void info(String text) {
        folder.write(this, Severity.INFO, text);
    }

    public void warning(String text) {
        folder.write(this, Severity.WARNING, text);
    }

    public void error(String text) {
        folder.write(this, Severity.ERROR, text);
    }

    String component() {
        return component;
    }

    String sourceFile() {
        return sourceFile;
    }
}
