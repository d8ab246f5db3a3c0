package opencmg.certs;

import java.nio.file.Path;

/** The authorities of a lab directory. Why the tunnel has one of its own: {@code docs/decisions/certs-tunnel-authority.md}. */
public enum LabAuthority {
    /** Trusted by all; signs the issuing authority and nothing else. */
    ROOT("root", "OpenCMG Lab Root"),
    /** Below the root: edges, management points, PKI clients. */
    ISSUING("issuing", "OpenCMG Lab Issuing CA"),
    /** A root of its own: both ends of tunnels, and nobody else. */
    TUNNEL("tunnel-ca", "OpenCMG Lab Tunnel CA");

    private final String fileName;
    private final String title;

    LabAuthority(String fileName, String title) {
        this.fileName = fileName;
        this.title = title;
    }

    /** Who signs a certificate of that purpose. */
    static LabAuthority issuerOf(CertificatePurpose purpose) {
        return switch (purpose) {
            case TUNNEL, CONNECTION_POINT -> TUNNEL;
            case AUTHORITY -> ROOT;
            case EDGE, MANAGEMENT_POINT, CLIENT, CONFIGMGR_CLIENT -> ISSUING;
        };
    }

    String fileName() {
        return fileName;
    }

    String title() {
        return title;
    }

    /** Its certificate alone, PEM. */
    Path certificateFile(Path directory) {
        return directory.resolve(fileName + ".pem");
    }

    Path keyFile(Path directory) {
        return secrets(directory).resolve(fileName + ".key");
    }

    Path indexFile(Path directory) {
        return secrets(directory).resolve(fileName + ".index");
    }

    /** DER; the folder can be served as it is. */
    Path revocationListFile(Path directory) {
        return directory.resolve("crl").resolve(revocationListName());
    }

    String revocationListName() {
        return fileName + ".crl";
    }

    static Path secrets(Path directory) {
        return directory.resolve("ca");
    }
}
