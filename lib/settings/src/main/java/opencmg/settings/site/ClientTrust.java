package opencmg.settings.site;

import java.util.List;

/**
 * Which PKI client certificates are valid.
 *
 * @param roots PEM, one certificate each
 * @param intermediates PEM, one certificate each; a client may send its leaf alone
 * @param verifyRevocation the product's "Verify client certificate revocation"
 */
public record ClientTrust(List<String> roots, List<String> intermediates, boolean verifyRevocation) {

    /** No PKI client is trusted. */
    public static final ClientTrust NONE = new ClientTrust(List.of(), List.of(), false);

    public ClientTrust {
        roots = roots == null ? List.of() : List.copyOf(roots);
        intermediates = intermediates == null ? List.of() : List.copyOf(intermediates);
    }
}
