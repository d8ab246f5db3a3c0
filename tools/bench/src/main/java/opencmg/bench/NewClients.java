package opencmg.bench;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import opencmg.certs.CaEnvironment;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.KeyKind;
import opencmg.certs.KeySource;
import opencmg.certs.SelfSigned;
import opencmg.client.message.ClientIdentity;
import opencmg.client.message.Envelope;
import opencmg.client.message.Message;
import opencmg.client.message.Registration;

/**
 * Registrations of clients that nobody has seen before, each with a certificate of its own. They share some keys: making one costs a hundred times what
 * the rest of a client costs, and a site tells clients apart by certificate.
 */
final class NewClients {

    private static final int KEYS = 16;

    private final List<KeySource> keys =
            IntStream.range(0, KEYS).parallel().mapToObj(each -> key()).toList();
    private final AtomicInteger number = new AtomicInteger();

    private static KeySource key() {
        IssuedCertificate one = SelfSigned.configMgrClient(CaEnvironment.real());
        return new FixedKey(new KeyPair(one.certificate().getPublicKey(), one.key()));
    }

    /** Messages to {@code MP_ClientRegistration}, ready to be sent. Made by all cores, so that they can have a rest afterwards. */
    List<byte[]> registrations(int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(each -> registration(number.incrementAndGet()))
                .toList();
    }

    private byte[] registration(int number) {
        IssuedCertificate issued =
                SelfSigned.configMgrClient(new CaEnvironment(Clock.systemUTC(), keys.get(number % KEYS)));
        X509Certificate certificate = issued.certificate();
        String name = "NEW" + number;
        String body = Registration.request(
                Registration.Type.REGISTRATION,
                new ClientIdentity(certificate, issued.key()),
                "",
                new Registration.Applicant(name, name + ".corp.example", true),
                Clock.systemUTC().instant());
        return Envelope.pack(new Message(
                UUID.randomUUID(),
                Registration.ENDPOINT,
                "mp.corp.example",
                "",
                name,
                Clock.systemUTC().instant(),
                body));
    }

    /** The pair that is there already. */
    private record FixedKey(KeyPair pair) implements KeySource {

        @Override
        public KeyPair forAuthority(KeyKind kind) {
            return pair;
        }

        @Override
        public KeyPair forLeaf(KeyKind kind) {
            return pair;
        }
    }
}
