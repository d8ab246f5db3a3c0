package opencmg.gateway;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;
import opencmg.settings.Address;
import opencmg.settings.InvalidSettings;

/** Ports to listen on: picks free ones, and says clearly why one cannot be had. Blocks: not for an event loop. */
final class Ports {

    /** Below what operating systems hand out to outgoing connections: nobody else takes such a port between the look and the listening. */
    private static final int LOWEST_FREE = 20_000;

    private static final int HIGHEST_FREE = 32_767;
    private static final int LOOKS = 50;

    private Ports() {}

    /**
     * The address itself, with a free port in the place of 0. All event loops must listen on one port, so it has to be known before the first does.
     *
     * @throws InvalidSettings when nobody could listen there
     */
    static Address settle(Address wanted, String keyPath) {
        try {
            return wanted.port() == 0 ? free(wanted.host()) : tried(wanted);
        } catch (IOException e) {
            throw fault(wanted, keyPath, e);
        }
    }

    private static Address free(String host) throws IOException {
        for (int look = 0; look < LOOKS; look++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_FREE, HIGHEST_FREE + 1);
            try {
                return tried(new Address(host, port));
            } catch (BindException taken) {
                // the next one, then
            }
        }
        return tried(new Address(host, 0));
    }

    private static Address tried(Address address) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
            return new Address(address.host(), probe.getLocalPort());
        }
    }

    private static InvalidSettings fault(Address wanted, String keyPath, IOException cause) {
        return new InvalidSettings(GatewaySettings.SOURCE, keyPath, wanted + " " + why(wanted, cause));
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
