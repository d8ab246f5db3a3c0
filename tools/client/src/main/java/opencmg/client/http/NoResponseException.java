package opencmg.client.http;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** No complete response arrived; names the step that failed. */
public final class NoResponseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The steps at which an exchange can fail, with the WinHTTP error that the product's logs show. */
    public enum Step {
        NAME_LOOKUP(12007, "ERROR_WINHTTP_NAME_NOT_RESOLVED"),
        CONNECT(12029, "ERROR_WINHTTP_CANNOT_CONNECT"),
        TLS(12175, "ERROR_WINHTTP_SECURE_FAILURE"),
        TIMEOUT(12002, "ERROR_WINHTTP_TIMEOUT"),
        BROKEN(12030, "ERROR_WINHTTP_CONNECTION_ERROR");

        private final int code;
        private final String text;

        Step(int code, String text) {
            this.code = code;
            this.text = text;
        }

        public int code() {
            return code;
        }

        public String text() {
            return text;
        }
    }

    private final Step step;

    private NoResponseException(Step step, String message, Throwable cause) {
        super(message, cause);
        this.step = step;
    }

    static NoResponseException of(WebRequest request, Throwable cause) {
        Step step = step(cause);
        return new NoResponseException(step, request + ": " + step.text() + ": " + rootMessage(cause), cause);
    }

    public Step step() {
        return step;
    }

    private static Step step(Throwable cause) {
        for (Throwable throwable = cause; throwable != null; throwable = throwable.getCause()) {
            if (throwable instanceof UnknownHostException) {
                return Step.NAME_LOOKUP;
            }
            if (throwable instanceof SSLException) {
                return Step.TLS;
            }
            if (throwable instanceof ConnectException) {
                return Step.CONNECT;
            }
            if (throwable instanceof TimeoutException) {
                return Step.TIMEOUT;
            }
        }
        return Step.BROKEN;
    }

    private static String rootMessage(Throwable cause) {
        Throwable throwable = cause;
        while (throwable.getCause() != null) {
            throwable = throwable.getCause();
        }
        return throwable.getMessage() == null ? throwable.getClass().getSimpleName() : throwable.getMessage();
    }
}
