package opencmg.certs;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A request for a certificate. The factories return what a correct deployment has; {@link #customize} changes anything else.
 *
 * @param purpose determines the key usages
 * @param commonName 1 to 64 printable characters
 * @param names subject alternative names: host names, addresses, URIs
 * @param key the kind of key to generate
 * @param lifetime counted from the issue; cut to the issuer's expiry
 * @param customization applied to the certificate just before it is signed
 */
public record CertificateRequest(
        CertificatePurpose purpose,
        String commonName,
        List<String> names,
        KeyKind key,
        Duration lifetime,
        Consumer<CertificateBuilder> customization) {

    public CertificateRequest {
        commonName = SubjectNames.commonName(commonName);
        names = SubjectNames.validated(names);
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new InvalidCertificateRequestException("a certificate lasts at least a moment, for example 397 days");
        }
    }

    private static CertificateRequest of(CertificatePurpose purpose, String commonName, Stream<String> names) {
        return new CertificateRequest(
                purpose,
                commonName,
                names.toList(),
                KeyKind.RSA_2048,
                purpose.lifetime(),
                CertificateRequest::noCustomization);
    }

    private static void noCustomization(CertificateBuilder builder) {}

    /** An authority that may issue other authorities; limit that with {@link CertificateBuilder#pathLength}. */
    public static CertificateRequest authority(String name) {
        return of(CertificatePurpose.AUTHORITY, name, Stream.of());
    }

    /** The edge of a gateway. The common name is the service name; {@code more} are additional names and addresses. */
    public static CertificateRequest edge(ServiceName service, String... more) {
        return named(CertificatePurpose.EDGE, service.toString(), more);
    }

    /** The edge of a gateway with a wildcard certificate: {@code *.corp.example}. */
    public static CertificateRequest wildcardEdge(ServiceName service, String... more) {
        return named(CertificatePurpose.EDGE, service.wildcard(), more);
    }

    /** The edge of a gateway under any host name, without the rules for service names; for tests on {@code localhost}. */
    public static CertificateRequest edgeAt(String host, String... more) {
        return named(CertificatePurpose.EDGE, host, more);
    }

    /** The tunnel listener of a gateway. */
    public static CertificateRequest tunnel(String host, String... more) {
        return named(CertificatePurpose.TUNNEL, host, more);
    }

    /**
     * A connection point. Its id is the alternative name {@code urn:uuid:<id>}, its site is {@code urn:opencmg:site:<code>}: a gateway accepts it for
     * no other site.
     *
     * @param siteCode three letters or digits, for example {@code LAB}
     */
    public static CertificateRequest connectionPoint(UUID id, String siteCode) {
        return of(
                CertificatePurpose.CONNECTION_POINT,
                "OpenCMG connection point " + id,
                Stream.of("urn:uuid:" + id, "urn:opencmg:site:" + SubjectNames.siteCode(siteCode)));
    }

    /** A management point or software update point that speaks HTTPS. */
    public static CertificateRequest managementPoint(String host, String... more) {
        return named(CertificatePurpose.MANAGEMENT_POINT, host, more);
    }

    /** A PKI client. If the name is a valid host name it becomes an alternative name too, as with enterprise templates. */
    public static CertificateRequest client(String name) {
        return of(CertificatePurpose.CLIENT, name, Stream.of(name).filter(SubjectNames::isHost));
    }

    /** The self-signed certificate of a Configuration Manager client; see {@link SelfSigned}. */
    public static CertificateRequest configMgrClient() {
        return of(CertificatePurpose.CONFIGMGR_CLIENT, "ConfigMgr Client", Stream.of());
    }

    private static CertificateRequest named(CertificatePurpose purpose, String name, String... more) {
        return of(purpose, name, Stream.concat(Stream.of(name), Arrays.stream(more)));
    }

    public CertificateRequest withKey(KeyKind kind) {
        return new CertificateRequest(purpose, commonName, names, kind, lifetime, customization);
    }

    public CertificateRequest withLifetime(Duration time) {
        return new CertificateRequest(purpose, commonName, names, key, time, customization);
    }

    /** Adds alternative names. */
    public CertificateRequest withNames(String... more) {
        List<String> all = Stream.concat(names.stream(), Arrays.stream(more)).toList();
        return new CertificateRequest(purpose, commonName, all, key, lifetime, customization);
    }

    /** Adds a change that is applied just before signing, after all earlier ones. */
    public CertificateRequest customize(Consumer<CertificateBuilder> further) {
        return new CertificateRequest(purpose, commonName, names, key, lifetime, customization.andThen(further));
    }
}
