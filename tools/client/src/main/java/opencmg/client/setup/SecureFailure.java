package opencmg.client.setup;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Locale;
import opencmg.launch.cmtrace.ComponentLog;

/** Why the client rejected a server's certificate, with WinHTTP's names and bits (protocol.md 3.3). */
enum SecureFailure {
    INVALID_CA(0x8),
    CERT_CN_INVALID(0x10),
    CERT_DATE_INVALID(0x20);

    private final int bit;

    SecureFailure(int bit) {
        this.bit = bit;
    }

    /** Classifies an exception of the TLS layer; {@link #INVALID_CA} if it concerns neither a date nor a name. */
    static SecureFailure of(Throwable cause) {
        for (Throwable throwable = cause; throwable != null; throwable = throwable.getCause()) {
            if (throwable instanceof CertificateExpiredException
                    || throwable instanceof CertificateNotYetValidException) {
                return CERT_DATE_INVALID;
            }
            String text = String.valueOf(throwable.getMessage()).toLowerCase(Locale.ROOT);
            if (text.contains("no subject alternative") || text.contains("no name matching")) {
                return CERT_CN_INVALID;
            }
        }
        return INVALID_CA;
    }

    void log(ComponentLog log) {
        List.of(
                        "[CCMHTTP] AsyncCallback: WINHTTP_CALLBACK_STATUS_SECURE_FAILURE Encountered",
                        "[CCMHTTP] : dwStatusInformationLength is 4",
                        "[CCMHTTP] : lpvStatusInformation is 0x" + Integer.toHexString(bit),
                        "[CCMHTTP] : WINHTTP_CALLBACK_STATUS_FLAG_" + name() + " is set")
                .forEach(log::error);
    }
}
