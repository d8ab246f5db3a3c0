package opencmg.lab.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import opencmg.settings.Address;

/** Turns port 0 into a real one for processes, whose files must name ports that stay when people start a part again. */
final class FreePort {

    private FreePort() {}

    /** The same address, or the same host with a port that was free a moment ago. */
    static Address settle(Address wanted) {
        if (wanted.port() != 0) {
            return wanted;
        }
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(wanted.host()))) {
            return new Address(wanted.host(), probe.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + wanted.host(), e);
        }
    }
}
