package opencmg.connectionpoint.relay;

/** How far an exchange has come; the text stands in what is told of a failure. */
enum ExchangePhase {
    CONNECT("connect"),
    SEND("send the request"),
    WAIT("wait for the answer"),
    ANSWER("read the answer");

    private final String text;

    ExchangePhase(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
