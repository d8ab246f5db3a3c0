package opencmg.settings;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody listens on, for those that must know a port before they listen. Blocks: not for an event loop. */
public final class FreePort {

    /** Below what operating systems hand out to outgoing connections: no connection takes such a port between the look and the listening. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_767;
    private static final int LOOKS = 50;

    private FreePort() {}

    /**
     * Some port of that host that is free now.
     *
     * @param host name or address of this machine
     * @throws IOException when none can be had there
     */
    public static int on(String host) throws IOException {
        for (int look = 0; look < LOOKS; look++) {
            try {
                return tried(new Address(host, ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1)));
            } catch (BindException taken) {
                // the next one, then
            }
        }
        return tried(new Address(host, 0));
    }

    /**
     * Tries whether one could listen there now.
     *
     * @throws IOException when one could not
     */
    public static void check(Address address) throws IOException {
        int unused = tried(address);
    }

    private static int tried(Address address) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
            return probe.getLocalPort();
        }
    }
}
