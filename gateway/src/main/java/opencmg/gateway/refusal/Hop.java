package opencmg.gateway.refusal;

/** Where on the road a request failed; the order is the order of the road. */
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

    /** As on the wire and in logs, for example {@code connection-point}. */
    public String text() {
        return text;
    }
}
