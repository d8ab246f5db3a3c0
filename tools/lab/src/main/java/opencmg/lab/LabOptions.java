package opencmg.lab;

import java.nio.file.Path;
import opencmg.certs.CaEnvironment;
import opencmg.settings.Address;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.site.MpMode;

/**
 * The configuration of a lab.
 *
 * @param directory absolute; created when it is missing
 * @param listeners the public addresses
 * @param site properties of the mock site
 * @param fleet number of parts, and how they run
 * @param serviceName name of the gateway in its certificate
 * @param caEnvironment source of the certificates' keys
 * @param verbose whether to log details
 */
public record LabOptions(
        Path directory,
        Listeners listeners,
        Site site,
        Fleet fleet,
        String serviceName,
        CaEnvironment caEnvironment,
        boolean verbose) {

    /** Default name of the gateway. */
    public static final String SERVICE_NAME = "cmglab.corp.example";

    public LabOptions {
        directory = directory.toAbsolutePath().normalize();
    }

    /**
     * The public addresses of the lab.
     *
     * @param edge for clients; with several gateways a balancer listens there
     * @param tunnel for connection points, at the first gateway; further gateways use the following ports
     * @param wire whether connection points dial through a wire whose faults {@code opencmg wire} controls
     */
    public record Listeners(Address edge, Address tunnel, boolean wire) {

        /** Loopback, any free ports. */
        public static final Listeners FREE =
                new Listeners(new Address("127.0.0.1", 0), new Address("127.0.0.1", 0), false);
    }

    /**
     * Properties of the mock site.
     *
     * @param mode protocol of the management point
     * @param crl whether gateways check revocation of client certificates
     * @param entra whether the site has a tenant, with a stand-in for Entra ID in this JVM
     */
    public record Site(MpMode mode, boolean crl, boolean entra) {}

    /**
     * Number of parts, and how they run.
     *
     * @param gateways 1 to 16
     * @param connectionPoints 1 to 16
     * @param processes whether each part runs in its own JVM; always so with more than one part of a kind
     * @param heap maximum heap of each such JVM, for example {@code 128m}
     */
    public record Fleet(int gateways, int connectionPoints, boolean processes, String heap) {

        private static final int MAX = 16;

        public Fleet {
            inRange(gateways, "--gateways");
            inRange(connectionPoints, "--connection-points");
            if (!heap.matches("[1-9][0-9]{0,6}[kKmMgG]")) {
                throw new InvalidSettingsException("--heap", "", "'" + heap + "' is no size, for example --heap 128m");
            }
            processes = processes || gateways > 1 || connectionPoints > 1;
        }

        private static void inRange(int count, String option) {
            if (count < 1 || count > MAX) {
                throw new InvalidSettingsException(
                        option, "", count + " is not 1 to " + MAX + ", for example " + option + " 2");
            }
        }
    }

    /** The smallest lab, on free ports, with keys that are quick to make: for the demo and tests. */
    public static LabOptions small(Path directory) {
        return new LabOptions(
                directory,
                Listeners.FREE,
                new Site(MpMode.EHTTP, true, false),
                new Fleet(1, 1, false, "128m"),
                SERVICE_NAME,
                CaEnvironment.forTests(),
                false);
    }

    /**
     * The address under which clients reach the edge: its own address, or the service name when it listens on all addresses, because a client
     * cannot connect to {@code 0.0.0.0}.
     */
    String publicName(int edgePort) {
        String host = listeners.edge().host();
        String name = host.equals("0.0.0.0") || host.equals("::") ? serviceName : host;
        return edgePort == 443 ? name : new Address(name, edgePort).toString();
    }

    public LabOptions with(Listeners other) {
        return new LabOptions(directory, other, site, fleet, serviceName, caEnvironment, verbose);
    }

    public LabOptions with(Site other) {
        return new LabOptions(directory, listeners, other, fleet, serviceName, caEnvironment, verbose);
    }

    public LabOptions with(Fleet other) {
        return new LabOptions(directory, listeners, site, other, serviceName, caEnvironment, verbose);
    }
}
