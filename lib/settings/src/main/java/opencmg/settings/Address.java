package opencmg.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A host and a TCP port, written {@code host:port}; IPv6 in brackets.
 *
 * @param host name or address, without brackets
 * @param port 0 to 65535; 0 lets a listener choose any free port
 */
public record Address(String host, int port) {

    public Address {
        if (host.isBlank() || port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "'" + host + ":" + port + "' is not an address, for example 127.0.0.1:8443");
        }
    }

    @JsonCreator
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0
                || (host.contains(":") && !bracketed)
                || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not of the form host:port, for example 127.0.0.1:8443 or [::1]:8443");
        }
        return new Address(
                bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    @JsonValue
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
