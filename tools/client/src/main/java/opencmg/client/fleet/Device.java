package opencmg.client.fleet;

import java.util.Locale;
import java.util.UUID;
import opencmg.certs.IssuedCertificate;
import opencmg.client.message.ClientIdentity;
import opencmg.settings.Secret;

/** A simulated computer. Mutable state belongs to the event loop. */
final class Device {

    private final String name;
    private final IssuedCertificate certificate;
    private String clientId = "";
    private String policyCookie = "";
    private Secret accessToken = Secret.of("");

    Device(int number, IssuedCertificate certificate) {
        this.name = String.format(Locale.ROOT, "SIM%05d", number);
        this.certificate = certificate;
    }

    String name() {
        return name;
    }

    String domainName() {
        return name.toLowerCase(Locale.ROOT) + ".workgroup.example";
    }

    /** Certificate and key for TLS. */
    IssuedCertificate certificate() {
        return certificate;
    }

    /** Certificate and key for message signatures. */
    ClientIdentity identity() {
        return new ClientIdentity(certificate.certificate(), certificate.key());
    }

    /** A client id to propose. The site recognizes a known certificate and may then assign another id. */
    static String newClientId() {
        return "GUID:" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    }

    void setClientId(String id) {
        clientId = id;
    }

    /** {@code GUID:...}, empty before registration. */
    String clientId() {
        return clientId;
    }

    void setAccessToken(Secret token) {
        accessToken = token;
    }

    /** The CCM access token. */
    Secret accessToken() {
        return accessToken;
    }

    void setPolicyCookie(String serverCookie) {
        policyCookie = serverCookie;
    }

    /** The cookie of the last policy reply, empty before the first. */
    String policyCookie() {
        return policyCookie;
    }
}
