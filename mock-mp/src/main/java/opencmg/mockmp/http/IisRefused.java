package opencmg.mockmp.http;

/** A refusal in the manner of IIS: a substatus such as 403.7, told by a page of HTML (protocol.md 2.6). */
public final class IisRefused extends Refused {

    private final String substatus;

    /**
     * A refusal.
     *
     * @param substatus for example {@code 403.7}; the status is the part before the dot
     * @param phrase as {@link Refused}
     * @param reason as {@link Refused}
     */
    public IisRefused(String substatus, String phrase, String reason) {
        super(
                Integer.parseInt(substatus.substring(0, substatus.indexOf('.'))),
                phrase,
                reason + " (" + substatus + ")");
        this.substatus = substatus;
    }

    String page() {
        return """
                <!DOCTYPE html>
                <html><head><title>%s - %s</title></head>
                <body><h2>HTTP Error %s - %s</h2></body></html>
                """.formatted(status(), phrase(), substatus, phrase());
    }
}
