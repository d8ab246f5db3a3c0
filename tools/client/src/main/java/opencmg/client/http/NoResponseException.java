package opencmg.client.http;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** No whole answer came; tells at which step the connection failed. */
public final class NoResponseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Where a connection can fail, with the number that WinHTTP gives it and that the product's logs show. */
    public enum Step {
        NAME(12007, "ERROR_WINHTTP_NAME_NOT_RESOLVED"),
        CONNECT(12029, "ERROR_WINHTTP_CANNOT_CONNECT"),
        TLS(12175, "ERROR_WINHTTP_SECURE_FAILURE"),
        TIME(12002, "ERROR_WINHTTP_TIMEOUT"),
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

    static NoResponseException of(WebRequest ask, Throwable cause) {
        Step step = step(cause);
        return new NoResponseException(step, ask + ": " + step.text() + ": " + innermost(cause), cause);
    }

    public Step step() {
        return step;
    }

    private static Step step(Throwable cause) {
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof UnknownHostException) {
                return Step.NAME;
            }
            if (link instanceof SSLException) {
                return Step.TLS;
            }
            if (link instanceof ConnectException) {
                return Step.CONNECT;
            }
            if (link instanceof TimeoutException) {
                return Step.TIME;
            }
        }
        return Step.BROKEN;
    }

    private static String innermost(Throwable cause) {
        Throwable link = cause;
        while (link.getCause() != null) {
            link = link.getCause();
        }
        return link.getMessage() == null ? link.getClass().getSimpleName() : link.getMessage();
    }
}
