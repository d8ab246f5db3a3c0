package opencmg.gateway;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import opencmg.settings.Address;
import opencmg.settings.FreePort;
import opencmg.settings.InvalidSettingsException;

/** Ports to listen on: picks free ones, and says clearly why one cannot be had. Blocks: not for an event loop. */
final class ListenPorts {

    private ListenPorts() {}

    /**
     * The address itself, with a free port in the place of 0. All event loops must listen on one port, so it has to be known before the first does.
     *
     * @throws InvalidSettingsException when nobody could listen there
     */
    static Address settle(Address wanted, String keyPath) {
        try {
            if (wanted.port() == 0) {
                return new Address(wanted.host(), FreePort.on(wanted.host()));
            }
            FreePort.check(wanted);
            return wanted;
        } catch (IOException e) {
            throw fault(wanted, keyPath, e);
        }
    }

    private static InvalidSettingsException fault(Address wanted, String keyPath, IOException cause) {
        return new InvalidSettingsException(GatewaySettings.SOURCE, keyPath, wanted + " " + why(wanted, cause));
    }

    private static String why(Address wanted, IOException cause) {
        String said = String.valueOf(cause.getMessage());
        if (cause instanceof UnknownHostException) {
            return "is no address: the name is not known; give an address of this machine, for example 0.0.0.0:"
                    + wanted.port();
        }
        if (cause instanceof BindException && said.contains("in use")) {
            return "is in use by another process; stop it (find it with: ss -ltnp 'sport = :" + wanted.port()
                    + "') or give another port";
        }
        if (said.contains("ermission")) {
            return "may not be opened by this user; give a port above 1023, or the right to bind low ones";
        }
        if (said.contains("assign")) {
            return "is no address of this machine; for all of them give 0.0.0.0:" + wanted.port();
        }
        return "cannot be listened on: " + said;
    }
}
