package opencmg.lab.chain;

import java.nio.file.Path;
import opencmg.settings.Address;
import opencmg.settings.InvalidSettings;
import opencmg.settings.site.MpMode;

/**
 * What kind of lab is wanted.
 *
 * @param directory absolute; made when it is missing
 * @param edge where clients reach the gateway; with several gateways a balancer listens there
 * @param tunnel where connection points reach the first gateway; the next ones take the ports that follow
 * @param mpMode how the mock management point talks
 * @param crl whether gateways check revocation of client certificates
 * @param gateways 1 to 16
 * @param connectionPoints 1 to 16
 * @param processes whether each part runs in a JVM of its own; so it is with more than one of a kind
 * @param heap of each such JVM, for example {@code 128m}
 * @param serviceName name of the gateway in its certificate
 * @param verbose more in the logs
 */
public record LabOrder(
        Path directory,
        Address edge,
        Address tunnel,
        MpMode mpMode,
        boolean crl,
        int gateways,
        int connectionPoints,
        boolean processes,
        String heap,
        String serviceName,
        boolean verbose) {

    private static final int MOST = 16;

    public LabOrder {
        directory = directory.toAbsolutePath().normalize();
        inRange(gateways, "--gateways");
        inRange(connectionPoints, "--connection-points");
        if (!heap.matches("[1-9][0-9]{0,6}[kKmMgG]")) {
            throw new InvalidSettings("--heap", "", "'" + heap + "' is no size, for example --heap 128m");
        }
        processes = processes || gateways > 1 || connectionPoints > 1;
    }

    private static void inRange(int count, String option) {
        if (count < 1 || count > MOST) {
            throw new InvalidSettings(option, "", count + " is not 1 to " + MOST + ", for example " + option + " 2");
        }
    }

    /** The smallest one, on free ports: what the demo and tests use. */
    public static LabOrder small(Path directory) {
        Address free = new Address("127.0.0.1", 0);
        return new LabOrder(
                directory, free, free, MpMode.EHTTP, true, 1, 1, false, "128m", "cmglab.corp.example", false);
    }

    public LabOrder in(MpMode mode) {
        return new LabOrder(
                directory, edge, tunnel, mode, crl, gateways, connectionPoints, processes, heap, serviceName, verbose);
    }

    public LabOrder asProcesses(int gatewayCount, int connectionPointCount) {
        return new LabOrder(
                directory,
                edge,
                tunnel,
                mpMode,
                crl,
                gatewayCount,
                connectionPointCount,
                true,
                heap,
                serviceName,
                verbose);
    }
}
