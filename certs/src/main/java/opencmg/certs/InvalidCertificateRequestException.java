package opencmg.certs;

/** Somebody asked for a certificate that cannot be made; the message is one line and holds an example that is right. */
public final class InvalidCertificateRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidCertificateRequestException(String message) {
        super(message);
    }
}
