package opencmg.settings.site;

import java.util.List;
import opencmg.settings.Require;

/**
 * Which site tokens are valid (protocol.md 5).
 *
 * @param issuer {@code urn:sccm:oauth2:<hierarchy id, lower case>}
 * @param audience {@code urn:sccm:service}
 * @param signingCertificates PEM, one certificate each; a token's x5t picks one of them
 * @param blocked tokens that are refused although they verify
 */
public record TokenTrust(String issuer, String audience, List<String> signingCertificates, List<BlockedToken> blocked) {

    public TokenTrust {
        issuer = Require.present(issuer, "issuer", "urn:sccm:oauth2:cdcc5e91-0adf-4a24-82d0-196667f1c081");
        audience = audience == null ? "urn:sccm:service" : audience;
        signingCertificates = List.copyOf(
                Require.present(signingCertificates, "signingCertificates", "[\"-----BEGIN CERTIFICATE-----...\"]"));
        blocked = blocked == null ? List.of() : List.copyOf(blocked);
    }
}
