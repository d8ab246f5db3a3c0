package opencmg.client.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import opencmg.certs.CaEnvironment;
import opencmg.certs.Credential;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.SelfSigned;
import opencmg.client.message.ClientIdentity;

/** The certificate that a client makes for itself on its first start and keeps. */
final class OwnCertificate {

    private OwnCertificate() {}

    static ClientIdentity in(Path directory) throws IOException {
        Credential files = new Credential(directory.resolve("identity.pem"), directory.resolve("identity.key"));
        boolean made = Files.exists(files.certFile()) && Files.exists(files.keyFile());
        IssuedCertificate own =
                (made ? files : SelfSigned.configMgrClient(CaEnvironment.real()).write(directory, "identity")).read();
        return new ClientIdentity(own.certificate(), own.key());
    }
}
