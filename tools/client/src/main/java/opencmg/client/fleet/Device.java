package opencmg.client.fleet;

import java.util.Locale;
import java.util.UUID;
import opencmg.certs.IssuedCertificate;
import opencmg.client.message.ClientIdentity;
import opencmg.settings.Secret;

/** One simulated computer. Belongs to the event loop, but for what never changes. */
final class Device {

    private final String name;
    private final IssuedCertificate own;
    private String clientId = "";
    private String policyCookie = "";
    private Secret accessToken = Secret.of("");

    Device(int number, IssuedCertificate own) {
        this.name = String.format(Locale.ROOT, "SIM%05d", number);
        this.own = own;
    }

    String name() {
        return name;
    }

    String domainName() {
        return name.toLowerCase(Locale.ROOT) + ".workgroup.example";
    }

    /** Certificate and key as they are shown in a TLS handshake. */
    IssuedCertificate own() {
        return own;
    }

    /** The same for signatures in messages. */
    ClientIdentity identity() {
        return new ClientIdentity(own.certificate(), own.key());
    }

    /** The id that it would like; the site knows a certificate again and may give another. */
    static String newClientId() {
        return "GUID:" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    }

    void setClientId(String assigned) {
        clientId = assigned;
    }

    /** {@code GUID:...}, empty before registration. */
    String clientId() {
        return clientId;
    }

    void setAccessToken(Secret accessToken) {
        accessToken = accessToken;
    }

    /** The CCM access token. */
    Secret accessToken() {
        return accessToken;
    }

    void setPolicyCookie(String serverCookie) {
        policyCookie = serverCookie;
    }

    /** What the last policy reply said, empty before the first. */
    String policyCookie() {
        return policyCookie;
    }
}
