package opencmg.mockmp.updates;

/** A SOAP fault with the error code of [MS-WUSP] 2.2.2.4. */
final class SoapFaultException extends RuntimeException {

    private final String code;

    SoapFaultException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
