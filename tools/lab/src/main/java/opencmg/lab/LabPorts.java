package opencmg.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import opencmg.settings.Address;
import opencmg.settings.FreePort;
import opencmg.settings.InvalidSettingsException;

/** Checks and chooses ports before anything listens on them. Blocks. */
public final class LabPorts {

    private LabPorts() {}

    /**
     * Checks that the public ports of a lab are free, before anything is created for it.
     *
     * @throws InvalidSettingsException naming the option whose port is in use
     */
    public static void check(LabOptions options) {
        check("--edge", options.listeners().edge());
        Address tunnel = options.listeners().tunnel();
        for (int i = 0; i < options.fleet().gateways() && tunnel.port() != 0; i++) {
            check("--tunnel", new Address(tunnel.host(), tunnel.port() + i));
        }
    }

    private static void check(String option, Address address) {
        try {
            FreePort.check(address);
        } catch (IOException e) {
            throw new InvalidSettingsException(
                    option,
                    "",
                    address + " cannot be listened on: " + e.getMessage() + "; try " + option + " 127.0.0.1:0");
        }
    }

    /**
     * Replaces port 0 by a port that is free now. Parts that are processes need that: their settings files must name a port that is still valid
     * when people restart a part.
     */
    static Address withFixedPort(Address address) {
        if (address.port() != 0) {
            return address;
        }
        try {
            return new Address(address.host(), FreePort.on(address.host()));
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + address.host(), e);
        }
    }
}
