package opencmg.mockmp.uploads;

import opencmg.mockmp.http.RequestRefusedException;

/** A refusal with its HRESULT of [MC-BUP] 2.2.1.2. */
final class BitsErrorException extends RequestRefusedException {

    private final String code;

    private BitsErrorException(int status, String phrase, String code, String reason) {
        super(status, phrase, reason);
        this.code = code;
    }

    static BitsErrorException sessionNotFound() {
        return new BitsErrorException(500, "Internal Server Error", "0x8020001F", "no such upload session");
    }

    static BitsErrorException invalid(String reason) {
        return new BitsErrorException(400, "Bad Request", "0x80070057", reason);
    }

    static BitsErrorException tooLarge() {
        return new BitsErrorException(413, "Request Entity Too Large", "0x80200020", "the file is larger than 1 GiB");
    }

    static BitsErrorException tooManySessions() {
        return new BitsErrorException(503, "Service Unavailable", "0x80070057", "too many upload sessions");
    }

    /** Client and server disagree about where the next fragment begins: no error, only the right offset. */
    static BitsErrorException wrongOffset(long received) {
        return new BitsErrorException(416, "Requested Range Not Satisfiable", "0x0", "the next byte is " + received);
    }

    String code() {
        return code;
    }
}
