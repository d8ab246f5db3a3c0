package opencmg.lab.ccmsetup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import opencmg.certs.Credential;
import opencmg.certs.Issued;
import opencmg.certs.SelfSigned;
import opencmg.certs.Workshop;
import opencmg.lab.messaging.ClientIdentity;

/** The certificate that a client makes for itself on its first start and keeps. */
final class OwnCertificate {

    private OwnCertificate() {}

    static ClientIdentity in(Path directory) throws IOException {
        Credential files = new Credential(directory.resolve("identity.pem"), directory.resolve("identity.key"));
        boolean made = Files.exists(files.certFile()) && Files.exists(files.keyFile());
        Issued own = (made ? files : SelfSigned.configMgrClient(Workshop.real()).write(directory, "identity")).read();
        return new ClientIdentity(own.certificate(), own.key());
    }
}
