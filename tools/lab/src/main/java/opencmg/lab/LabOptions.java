package opencmg.lab;

import java.nio.file.Path;
import opencmg.certs.CaEnvironment;
import opencmg.settings.Address;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.site.MpMode;

/**
 * What kind of lab is wanted.
 *
 * @param directory absolute; made when it is missing
 * @param faces where others reach it
 * @param site what the mock site is like
 * @param fleet how many parts, and how they run
 * @param serviceName name of the gateway in its certificate
 * @param workshop where keys of certificates come from
 * @param verbose more in the logs
 */
public record LabOptions(
        Path directory,
        Faces faces,
        Site site,
        Fleet fleet,
        String serviceName,
        CaEnvironment workshop,
        boolean verbose) {

    /** Name of the gateway unless somebody wants another. */
    public static final String SERVICE_NAME = "cmglab.corp.example";

    public LabOptions {
        directory = directory.toAbsolutePath().normalize();
    }

    /**
     * Where others reach the lab.
     *
     * @param edge for clients; with several gateways a balancer listens there
     * @param tunnel for connection points to the first gateway; the next ones take the ports that follow
     * @param wire whether connection points dial through a wire that breaks by command
     */
    public record Faces(Address edge, Address tunnel, boolean wire) {

        /** Loopback, any free ports. */
        public static final Faces FREE = new Faces(new Address("127.0.0.1", 0), new Address("127.0.0.1", 0), false);
    }

    /**
     * What the mock site is like.
     *
     * @param mode how the management point talks
     * @param crl whether gateways check revocation of client certificates
     * @param entra whether a tenant is onboarded, with a stand-in for Entra ID that runs in this JVM
     */
    public record Site(MpMode mode, boolean crl, boolean entra) {}

    /**
     * How many parts, and how they run.
     *
     * @param gateways 1 to 16
     * @param connectionPoints 1 to 16
     * @param processes whether each part runs in a JVM of its own; so it is with more than one of a kind
     * @param heap of each such JVM, for example {@code 128m}
     */
    public record Fleet(int gateways, int connectionPoints, boolean processes, String heap) {

        private static final int MOST = 16;

        public Fleet {
            inRange(gateways, "--gateways");
            inRange(connectionPoints, "--connection-points");
            if (!heap.matches("[1-9][0-9]{0,6}[kKmMgG]")) {
                throw new InvalidSettingsException("--heap", "", "'" + heap + "' is no size, for example --heap 128m");
            }
            processes = processes || gateways > 1 || connectionPoints > 1;
        }

        private static void inRange(int count, String option) {
            if (count < 1 || count > MOST) {
                throw new InvalidSettingsException(
                        option, "", count + " is not 1 to " + MOST + ", for example " + option + " 2");
            }
        }
    }

    /** The smallest one, on free ports, for a moment only: what the demo and tests use. */
    public static LabOptions small(Path directory) {
        return new LabOptions(
                directory,
                Faces.FREE,
                new Site(MpMode.EHTTP, true, false),
                new Fleet(1, 1, false, "128m"),
                SERVICE_NAME,
                CaEnvironment.forTests(),
                false);
    }

    /**
     * What clients are told to connect to: the address of the edge, or the service name where it listens on all addresses, since no client could
     * connect to those.
     */
    String publicName(int edgePort) {
        String host = faces.edge().host();
        String name = host.equals("0.0.0.0") || host.equals("::") ? serviceName : host;
        return edgePort == 443 ? name : new Address(name, edgePort).toString();
    }

    public LabOptions with(Faces other) {
        return new LabOptions(directory, other, site, fleet, serviceName, workshop, verbose);
    }

    public LabOptions with(Site other) {
        return new LabOptions(directory, faces, other, fleet, serviceName, workshop, verbose);
    }

    public LabOptions with(Fleet other) {
        return new LabOptions(directory, faces, site, other, serviceName, workshop, verbose);
    }
}
