package opencmg.certs;

/** A request that cannot be fulfilled. The message is one line for the user, usually with a correct example. */
public final class InvalidCertificateRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidCertificateRequestException(String message) {
        super(message);
    }
}
