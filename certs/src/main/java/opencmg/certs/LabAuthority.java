package opencmg.certs;

import java.nio.file.Path;

/** The authorities of a lab directory. Why the tunnel has its own: {@code docs/decisions/certs-tunnel-authority.md}. */
public enum LabAuthority {
    /** The trust anchor of all but the tunnel; signs the issuing authority only. */
    ROOT("root", "OpenCMG Lab Root"),
    /** Below the root; issues to edges, management points and PKI clients. */
    ISSUING("issuing", "OpenCMG Lab Issuing CA"),
    /** A separate root; issues to both ends of the tunnel only. */
    TUNNEL("tunnel-ca", "OpenCMG Lab Tunnel CA");

    private final String fileName;
    private final String title;

    LabAuthority(String fileName, String title) {
        this.fileName = fileName;
        this.title = title;
    }

    /** The authority that issues certificates for a purpose. */
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

    /** Its certificate without a chain, PEM. */
    Path certificateFile(Path directory) {
        return directory.resolve(fileName + ".pem");
    }

    Path keyFile(Path directory) {
        return secrets(directory).resolve(fileName + ".key");
    }

    Path indexFile(Path directory) {
        return secrets(directory).resolve(fileName + ".index");
    }

    /** DER; the folder can be served over HTTP. */
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
