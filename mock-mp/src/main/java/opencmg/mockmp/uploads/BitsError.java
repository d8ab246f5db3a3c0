package opencmg.mockmp.uploads;

import opencmg.mockmp.http.Refused;

/** A refusal with the HRESULT that [MC-BUP] 2.2.1.2 has for it. */
final class BitsError extends Refused {

    private final String code;

    private BitsError(int status, String phrase, String code, String reason) {
        super(status, phrase, reason);
        this.code = code;
    }

    static BitsError sessionNotFound() {
        return new BitsError(500, "Internal Server Error", "0x8020001F", "no such upload session");
    }

    static BitsError invalid(String reason) {
        return new BitsError(400, "Bad Request", "0x80070057", reason);
    }

    static BitsError tooLarge() {
        return new BitsError(413, "Request Entity Too Large", "0x80200020", "the file is larger than 1 GiB");
    }

    static BitsError tooMany() {
        return new BitsError(503, "Service Unavailable", "0x80070057", "too many upload sessions");
    }

    /** Client and server do not agree on where the next fragment begins; no error, but the place. */
    static BitsError outOfStep(long received) {
        return new BitsError(416, "Requested Range Not Satisfiable", "0x0", "the next byte is " + received);
    }

    String code() {
        return code;
    }
}
