package opencmg.certs;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What somebody wants a certificate for. The factories give what a well-run lab has; {@link #odd} bends the rest.
 *
 * @param purpose decides the usages
 * @param commonName 1 to 64 printable characters
 * @param names subject alternative names: host names, addresses, URIs
 * @param key the kind of key to make
 * @param lifetime from now on; never beyond the issuer's end
 * @param change the last word on the certificate before it is signed
 */
public record CertificateRequest(
        CertificatePurpose purpose,
        String commonName,
        List<String> names,
        KeyKind key,
        Duration lifetime,
        Consumer<CertificateBuilder> change) {

    public CertificateRequest {
        commonName = SubjectNames.commonName(commonName);
        names = SubjectNames.checked(names);
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
                CertificateRequest::leaveAsIs);
    }

    private static void leaveAsIs(CertificateBuilder draft) {}

    /** An authority that may issue others; to limit that, bend it with {@link CertificateBuilder#pathLength}. */
    public static CertificateRequest authority(String name) {
        return of(CertificatePurpose.AUTHORITY, name, Stream.of());
    }

    /** The edge of a gateway. The common name is the service name; {@code more} names and addresses may reach it too. */
    public static CertificateRequest edge(ServiceName service, String... more) {
        return named(CertificatePurpose.EDGE, service.toString(), more);
    }

    /** The edge of a gateway with a wildcard certificate: {@code *.corp.example}. */
    public static CertificateRequest wildcardEdge(ServiceName service, String... more) {
        return named(CertificatePurpose.EDGE, service.wildcard(), more);
    }

    /** The edge of a gateway under any name, the rules for service names aside; for tests on {@code localhost}. */
    public static CertificateRequest edgeAt(String host, String... more) {
        return named(CertificatePurpose.EDGE, host, more);
    }

    /** The tunnel listener of a gateway. */
    public static CertificateRequest tunnel(String host, String... more) {
        return named(CertificatePurpose.TUNNEL, host, more);
    }

    /** A connection point; its id stands in the certificate as the name {@code urn:uuid:<id>}. */
    public static CertificateRequest connectionPoint(UUID id) {
        return of(CertificatePurpose.CONNECTION_POINT, "OpenCMG connection point " + id, Stream.of("urn:uuid:" + id));
    }

    /** A management point or software update point that speaks HTTPS. */
    public static CertificateRequest managementPoint(String host, String... more) {
        return named(CertificatePurpose.MANAGEMENT_POINT, host, more);
    }

    /** A PKI client. Where the name can be a host name it is an alternative name too, as enterprise templates do it. */
    public static CertificateRequest client(String name) {
        return of(CertificatePurpose.CLIENT, name, Stream.of(name).filter(SubjectNames::isHost));
    }

    /** What a Configuration Manager client makes for itself; see {@link SelfSigned}. */
    public static CertificateRequest configMgrClient() {
        return of(CertificatePurpose.CONFIGMGR_CLIENT, "ConfigMgr Client", Stream.of());
    }

    private static CertificateRequest named(CertificatePurpose purpose, String name, String... more) {
        return of(purpose, name, Stream.concat(Stream.of(name), Arrays.stream(more)));
    }

    public CertificateRequest with(KeyKind kind) {
        return new CertificateRequest(purpose, commonName, names, kind, lifetime, change);
    }

    public CertificateRequest lasting(Duration time) {
        return new CertificateRequest(purpose, commonName, names, key, time, change);
    }

    /** Further alternative names. */
    public CertificateRequest alsoNamed(String... more) {
        List<String> all = Stream.concat(names.stream(), Arrays.stream(more)).toList();
        return new CertificateRequest(purpose, commonName, all, key, lifetime, change);
    }

    /** Bends the certificate before it is signed, after everything that was asked for before. */
    public CertificateRequest odd(Consumer<CertificateBuilder> further) {
        return new CertificateRequest(purpose, commonName, names, key, lifetime, change.andThen(further));
    }
}
