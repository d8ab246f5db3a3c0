package opencmg.tunnel.http2;

/** What comes on one stream, counted: against its window (RFC 9113 5.2) and against what its head says of its length (8.1.1). */
final class ReceiveWindow {

    private static final long NOT_ANNOUNCED = -1;

    private final int creditWorthAFrame;
    private int window; // what the other end may still send; below 0 where it has sent more
    private int owed; // what the next hop has taken and the other end may not send anew yet
    private long announced = NOT_ANNOUNCED;
    private long received;

    /**
     * @param window bytes that the other end may send at first; at least the 65,535 of RFC 9113 6.9.2, for it may not have read yet that they are more
     */
    ReceiveWindow(int window) {
        this.window = window;
        this.creditWorthAFrame = Math.max(1, window / 2);
    }

    /** Counts bytes of DATA, with their padding. False when they are more than the other end may send. */
    boolean fitWindow(int bytes) {
        window -= bytes;
        return window >= 0;
    }

    /**
     * The next hop took these bytes.
     *
     * @return what is to be given back to the other end; 0 while that is not worth a frame
     */
    int credit(int bytes) {
        owed += bytes;
        if (owed < creditWorthAFrame) {
            return 0;
        }
        int back = owed;
        owed = 0;
        window += back;
        return back;
    }

    /** What the head's Content-Length says. */
    void announced(long length) {
        announced = length;
    }

    /**
     * Counts bytes of a body, and says whether it is as long as announced, as far as it has come.
     *
     * @param mayBeLeftOut it belongs to an answer: one to HEAD announces a body that does not come
     */
    boolean fitLength(int bytes, boolean end, boolean mayBeLeftOut) {
        received += bytes;
        return announced == NOT_ANNOUNCED
                || received == announced
                || (received < announced && !end)
                || (end && received == 0 && mayBeLeftOut);
    }
}
