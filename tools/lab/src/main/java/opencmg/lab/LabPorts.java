package opencmg.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import opencmg.settings.Address;
import opencmg.settings.FreePort;
import opencmg.settings.InvalidSettingsException;

/** The ports of a lab, looked at before anybody listens there. Blocks. */
public final class LabPorts {

    private LabPorts() {}

    /**
     * Whether the faces of a lab can be had, asked before anything is made for it.
     *
     * @throws InvalidSettingsException naming the option whose port is in use
     */
    public static void check(LabOptions order) {
        check("--edge", order.faces().edge());
        Address tunnel = order.faces().tunnel();
        for (int i = 0; i < order.fleet().gateways() && tunnel.port() != 0; i++) {
            check("--tunnel", new Address(tunnel.host(), tunnel.port() + i));
        }
    }

    private static void check(String option, Address wanted) {
        try {
            FreePort.check(wanted);
        } catch (IOException e) {
            throw new InvalidSettingsException(
                    option,
                    "",
                    wanted + " cannot be listened on: " + e.getMessage() + "; try " + option + " 127.0.0.1:0");
        }
    }

    /**
     * The same address, or the same host with a port that was free a moment ago: for processes, whose files must name ports that stay when people
     * start a part again.
     */
    static Address settle(Address wanted) {
        if (wanted.port() != 0) {
            return wanted;
        }
        try {
            return new Address(wanted.host(), FreePort.on(wanted.host()));
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + wanted.host(), e);
        }
    }
}
