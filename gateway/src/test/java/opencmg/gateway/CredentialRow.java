package opencmg.gateway;

import opencmg.certs.IssuedCertificate;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of credentials.
 *
 * @param certificate shown in the handshake; null for none
 * @param token sent as bearer token; null for none
 * @param answer status and phrase, then the way in which the inside saw the client, or the code of the refusal
 */
record CredentialRow(
        String name,
        @Nullable IssuedCertificate certificate,
        @Nullable String token,
        String path,
        String answer) {

    @Override
    public String toString() {
        return name + " -> " + answer;
    }
}
