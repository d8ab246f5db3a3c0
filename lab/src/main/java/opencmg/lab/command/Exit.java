package opencmg.lab.command;

/** Exit codes. Scripts rely on them. */
final class Exit {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    private Exit() {}
}
