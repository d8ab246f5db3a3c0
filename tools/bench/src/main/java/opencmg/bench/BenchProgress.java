package opencmg.bench;

import java.io.PrintWriter;

/** Tells what is going on: in one line that changes on a terminal, in a line for each figure elsewhere. */
public final class BenchProgress {

    private final PrintWriter out;
    private final boolean terminal;
    private int width;

    public BenchProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** A line that stays. */
    public void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    /** A step within it; seen on a terminal only. */
    void step(String text) {
        if (terminal) {
            erase();
            out.print(text);
            out.flush();
            width = text.length();
        }
    }

    void erase() {
        if (width > 0) {
            out.print("\r" + " ".repeat(width) + "\r");
            out.flush();
            width = 0;
        }
    }
}
