package opencmg.client.setup;

import java.util.Locale;

/** The product's error codes on the client (protocol.md 3.3). */
public enum ErrorCode {
    BAD_HTTP_STATUS(0x87d0027e, "CCM_E_BAD_HTTP_STATUS_CODE"),
    NO_CLIENT_PKI_CERT(0x87d00454, "CCM_E_NO_CLIENT_PKI_CERT"),
    NO_TOKEN_AUTH(0x87d00455, "CCM_E_NO_TOKEN_AUTH"),
    TRANSIENT(0x87d00231, "CCM_E_TRANSIENT"),
    SECURE_FAILURE(0x80072f8f, "ERROR_WINHTTP_SECURE_FAILURE"),
    CANNOT_CONNECT(0x80072efd, "ERROR_WINHTTP_CANNOT_CONNECT"),
    TIMEOUT(0x80072ee2, "ERROR_WINHTTP_TIMEOUT"),
    BROKEN(0x80072efe, "ERROR_WINHTTP_CONNECTION_ERROR"),
    HASH_VALUE(0x80091007, "CRYPT_E_HASH_VALUE"),
    BAD_DATA(0x8007000d, "ERROR_INVALID_DATA");

    private final int number;
    private final String text;

    ErrorCode(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** As in logs, for example {@code 0x87d0027e}. */
    public String hex() {
        return String.format(Locale.ROOT, "0x%08x", number);
    }

    public String text() {
        return text;
    }
}
