package opencmg.mockmp;

import java.nio.file.Path;
import java.util.List;

/**
 * PKI clients that the site trusts and tells its gateways to trust.
 *
 * @param rootFiles PEM
 * @param intermediateFiles PEM
 * @param verifyRevocation the product's "Verify client certificate revocation"
 */
public record PkiSettings(List<Path> rootFiles, List<Path> intermediateFiles, boolean verifyRevocation) {

    static final PkiSettings NONE = new PkiSettings(List.of(), List.of(), false);

    public PkiSettings {
        rootFiles = rootFiles == null ? List.of() : List.copyOf(rootFiles);
        intermediateFiles = intermediateFiles == null ? List.of() : List.copyOf(intermediateFiles);
    }
}
