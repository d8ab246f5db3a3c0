package opencmg.client.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import opencmg.certs.CaEnvironment;
import opencmg.certs.Credential;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.SelfSigned;
import opencmg.client.message.ClientIdentity;

/** The self-signed certificate of a client, made on its first start and kept in its directory. */
final class OwnCertificate {

    private OwnCertificate() {}

    /** Reads the certificate and key, or makes and stores them if one of the two files is missing. */
    static ClientIdentity loadOrCreate(Path directory) throws IOException {
        Credential files = new Credential(directory.resolve("identity.pem"), directory.resolve("identity.key"));
        boolean exists = Files.exists(files.certFile()) && Files.exists(files.keyFile());
        IssuedCertificate own = (exists
                        ? files
                        : SelfSigned.configMgrClient(CaEnvironment.real()).write(directory, "identity"))
                .read();
        return new ClientIdentity(own.certificate(), own.key());
    }
}
