package opencmg.launch.cmtrace;

/** The {@code type} of a line; CMTrace shows warnings yellow and errors red. */
public enum Severity {
    INFO(1),
    WARNING(2),
    ERROR(3);

    private final int type;

    Severity(int type) {
        this.type = type;
    }

    int type() {
        return type;
    }
}
