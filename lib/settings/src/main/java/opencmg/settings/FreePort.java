package opencmg.settings;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports that are free, for programs that must know a port before they bind it. Blocks, so it must not run on an event loop. */
public final class FreePort {

    /** Below the ephemeral port range of operating systems, so no outgoing connection takes the port between the probe and the bind. */
    private static final int MIN_PORT = 20_000;

    private static final int MAX_PORT = 32_767;
    private static final int MAX_PROBES = 50;

    private FreePort() {}

    /**
     * A port of that host that is free now.
     *
     * @param host name or address of this machine
     * @throws IOException if no port can be bound there
     */
    public static int on(String host) throws IOException {
        for (int probe = 0; probe < MAX_PROBES; probe++) {
            try {
                return probe(new Address(host, ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT + 1)));
            } catch (BindException taken) {
                // try the next one
            }
        }
        return probe(new Address(host, 0));
    }

    /**
     * Checks that the address can be bound now.
     *
     * @throws IOException if it cannot
     */
    public static void check(Address address) throws IOException {
        int unused = probe(address);
    }

    private static int probe(Address address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
            return socket.getLocalPort();
        }
    }
}
