package opencmg.gateway;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import opencmg.settings.Address;
import opencmg.settings.FreePort;
import opencmg.settings.InvalidSettingsException;

/** Resolves the ports to listen on: picks free ones, and explains why one cannot be used. Blocks: not for an event loop. */
final class ListenPorts {

    private ListenPorts() {}

    /**
     * Replaces port 0 by a free port. All event loops must listen on the same port, so it has to be known before the first one listens.
     *
     * @throws InvalidSettingsException when the address cannot be listened on
     */
    static Address resolve(Address configured, String keyPath) {
        try {
            if (configured.port() == 0) {
                return new Address(configured.host(), FreePort.on(configured.host()));
            }
            FreePort.check(configured);
            return configured;
        } catch (IOException e) {
            throw fault(configured, keyPath, e);
        }
    }

    private static InvalidSettingsException fault(Address configured, String keyPath, IOException cause) {
        return new InvalidSettingsException(GatewaySettings.SOURCE, keyPath, configured + " " + why(configured, cause));
    }

    private static String why(Address configured, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof UnknownHostException) {
            return "is no address: the name is not known; give an address of this machine, for example 0.0.0.0:"
                    + configured.port();
        }
        if (cause instanceof BindException && message.contains("in use")) {
            return "is in use by another process; stop it (find it with: ss -ltnp 'sport = :" + configured.port()
                    + "') or give another port";
        }
        if (message.contains("ermission")) {
            return "may not be opened by this user; give a port above 1023, or the right to bind low ones";
        }
        if (message.contains("assign")) {
            return "is no address of this machine; for all of them give 0.0.0.0:" + configured.port();
        }
        return "cannot be listened on: " + message;
    }
}
