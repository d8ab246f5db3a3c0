package opencmg.mockmp.http;

/** A refusal in the form of IIS: a substatus such as 403.7 in an HTML page (protocol.md 2.6). */
public final class IisRefusedException extends RequestRefusedException {

    private final String substatus;

    /**
     * Creates a refusal.
     *
     * @param substatus for example {@code 403.7}; the status is the part before the dot
     * @param phrase see {@link RequestRefusedException}
     * @param reason see {@link RequestRefusedException}
     */
    public IisRefusedException(String substatus, String phrase, String reason) {
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
