package opencmg.gateway.refusal;

/** The places where a request can fail, in the order in which it passes them. */
public enum Hop {
    CLIENT("client"),
    GATEWAY("gateway"),
    TUNNEL("tunnel"),
    CONNECTION_POINT("connection-point"),
    UPSTREAM("upstream");

    private final String text;

    Hop(String text) {
        this.text = text;
    }

    /** The name on the wire and in logs, for example {@code connection-point}. */
    public String text() {
        return text;
    }
}
