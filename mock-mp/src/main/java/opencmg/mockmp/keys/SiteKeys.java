package opencmg.mockmp.keys;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The keys of a site in its data directory, made at first use and kept. May be opened a second time on the same directory, for example to issue tokens
 * beside a running site.
 *
 * <p>Several token signing certificates can be valid at once: the newest signs, older ones verify until they are dropped, so that a renewal does not
 * cut off every client (the product does cut them off, protocol.md 1.10).
 */
public final class SiteKeys {

    private static final Duration ROOT_LIFETIME = Duration.ofDays(3650);
    private static final Duration SIGNING_LIFETIME = Duration.ofDays(1825);
    private static final Duration ROLE_LIFETIME = Duration.ofDays(365);
    private static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);
    private static final int MAX_SIGNING_CERTIFICATES = 16;

    private final Clock clock;
    private final KeyStorage storage;
    private final SiteCertificateIssuer maker;
    private final SiteIdentity issuing;
    private final List<Numbered> signing = new ArrayList<>();

    /** A token signing identity and the number in its file name. */
    private record Numbered(int number, SiteIdentity identity) {}

    private SiteKeys(Path dataDir, Clock clock) {
        this.clock = clock;
        this.storage = new KeyStorage(dataDir);
        this.maker = new SiteCertificateIssuer(clock);
        this.issuing = kept("sms-issuing", () -> maker.root("SMS Issuing", ROOT_LIFETIME), known -> true);
        for (int number = 1; number <= MAX_SIGNING_CERTIFICATES; number++) {
            int found = number;
            storage.load(signingName(number)).ifPresent(identity -> signing.add(new Numbered(found, identity)));
        }
        if (signing.isEmpty()) {
            signing.add(newSigning(1));
        }
    }

    /** Opens the directory and makes what is missing. Blocking; the first time takes about a second. */
    public static SiteKeys open(Path dataDir, Clock clock) {
        return new SiteKeys(dataDir, clock);
    }

    /** The root that whoever talks TLS with an enhanced HTTP role must trust; also in {@code sms-issuing.pem}. */
    public X509Certificate issuing() {
        return issuing.certificate();
    }

    /** The hierarchy's id: the given one, or the one made at first use. */
    public UUID hierarchyId() {
        return UUID.fromString(
                storage.text("hierarchy-id", () -> UUID.randomUUID().toString()));
    }

    /** What signs tokens now. */
    public synchronized SiteIdentity tokenSigning() {
        return signing.get(signing.size() - 1).identity();
    }

    /** Every certificate whose tokens are valid, newest last. */
    public synchronized List<X509Certificate> tokenCertificates() {
        return signing.stream().map(known -> known.identity().certificate()).toList();
    }

    /** The certificate that a token's {@code x5t} names. */
    public synchronized Optional<X509Certificate> tokenCertificate(String x5t) {
        return signing.stream()
                .map(Numbered::identity)
                .filter(identity -> identity.x5t().equals(x5t))
                .map(SiteIdentity::certificate)
                .findFirst();
    }

    /** Makes a new token signing certificate; the older ones stay valid. */
    public synchronized SiteIdentity renewTokenSigning() {
        int next = signing.get(signing.size() - 1).number() + 1;
        if (next > MAX_SIGNING_CERTIFICATES) {
            throw new IllegalStateException(
                    "more than " + MAX_SIGNING_CERTIFICATES + " token signing certificates were made here");
        }
        signing.add(newSigning(next));
        return tokenSigning();
    }

    /**
     * Forgets an older token signing certificate: every token that it signed stops working.
     *
     * @return false if it is unknown, or the one that signs now
     */
    public synchronized boolean dropTokenSigning(String x5t) {
        Optional<Numbered> found = signing.stream()
                .filter(known -> known.identity().x5t().equals(x5t))
                .filter(known -> signing.indexOf(known) < signing.size() - 1)
                .findFirst();
        found.ifPresent(known -> {
            storage.delete(signingName(known.number()));
            signing.remove(known);
        });
        return found.isPresent();
    }

    /** "SMS Role SSL Certificate": made anew by itself 30 days before its end, and when the server has got another name. */
    public RoleCertificate roleCertificate(List<String> serverNames) {
        SiteIdentity identity = kept(
                "role",
                () -> maker.issue(
                        new SiteCertificateIssuer.Order("SMS Role SSL Certificate", ROLE_LIFETIME, serverNames),
                        issuing),
                known -> lastsLongEnough(known) && ServerNames.cover(known, serverNames));
        return new RoleCertificate(storage.certificateFile("role"), storage.keyFile("role"), identity.certificate());
    }

    private boolean lastsLongEnough(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEWED_BEFORE_END));
    }

    /**
     * The site server's signing certificate, signed by itself: what {@code .sms_aut?SITESIGNCERT} shows (protocol.md 2.8).
     *
     * @param serverName DNS name of the site server
     */
    public SiteIdentity siteServer(String serverName) {
        return kept(
                "site-server",
                () -> maker.selfSigned(
                        new SiteCertificateIssuer.Order("Site Server", SIGNING_LIFETIME, List.of(serverName))),
                known -> true);
    }

    private Numbered newSigning(int number) {
        return new Numbered(
                number,
                kept(
                        signingName(number),
                        () -> maker.issue(
                                new SiteCertificateIssuer.Order(
                                        "SMS Token Signing Certificate", SIGNING_LIFETIME, List.of()),
                                issuing),
                        known -> true));
    }

    private SiteIdentity kept(String name, Supplier<SiteIdentity> make, Predicate<X509Certificate> good) {
        return storage.load(name)
                .filter(identity -> good.test(identity.certificate()))
                .orElseGet(() -> {
                    SiteIdentity made = make.get();
                    storage.save(name, made, chain(made));
                    return made;
                });
    }

    private List<X509Certificate> chain(SiteIdentity made) {
        X509Certificate certificate = made.certificate();
        return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())
                ? List.of(certificate)
                : List.of(certificate, issuing.certificate());
    }

    private static String signingName(int number) {
        return "token-signing-" + number;
    }

    /**
     * The TLS certificate of an enhanced HTTP role (protocol.md 1.5).
     *
     * @param certificateFile PEM, leaf and root
     * @param keyFile PEM, PKCS#8
     */
    public record RoleCertificate(Path certificateFile, Path keyFile, X509Certificate certificate) {}
}
