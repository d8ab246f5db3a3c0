package opencmg.mockmp.updates;

/** A SOAP fault with the error code of [MS-WUSP] 2.2.2.4. */
final class SoapFault extends RuntimeException {

    private final String code;

    SoapFault(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
