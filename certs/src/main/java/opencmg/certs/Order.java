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
public record Order(
        Purpose purpose,
        String commonName,
        List<String> names,
        KeyKind key,
        Duration lifetime,
        Consumer<Draft> change) {

    public Order {
        commonName = SubjectNames.commonName(commonName);
        names = SubjectNames.checked(names);
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new BadOrder("a certificate lasts at least a moment, for example 397 days");
        }
    }

    private static Order of(Purpose purpose, String commonName, Stream<String> names) {
        return new Order(purpose, commonName, names.toList(), KeyKind.RSA_2048, purpose.lifetime(), Order::leaveAsIs);
    }

    private static void leaveAsIs(Draft draft) {}

    /** An authority that may issue others; to limit that, bend it with {@link Draft#pathLength}. */
    public static Order authority(String name) {
        return of(Purpose.AUTHORITY, name, Stream.of());
    }

    /** The edge of a gateway. The common name is the service name; {@code more} names and addresses may reach it too. */
    public static Order edge(ServiceName service, String... more) {
        return named(Purpose.EDGE, service.toString(), more);
    }

    /** The edge of a gateway with a wildcard certificate: {@code *.corp.example}. */
    public static Order wildcardEdge(ServiceName service, String... more) {
        return named(Purpose.EDGE, service.wildcard(), more);
    }

    /** The edge of a gateway under any name, the rules for service names aside; for tests on {@code localhost}. */
    public static Order edgeAt(String host, String... more) {
        return named(Purpose.EDGE, host, more);
    }

    /** The tunnel listener of a gateway. */
    public static Order tunnel(String host, String... more) {
        return named(Purpose.TUNNEL, host, more);
    }

    /** A connection point; its id stands in the certificate as the name {@code urn:uuid:<id>}. */
    public static Order connectionPoint(UUID id) {
        return of(Purpose.CONNECTION_POINT, "OpenCMG connection point " + id, Stream.of("urn:uuid:" + id));
    }

    /** A management point or software update point that speaks HTTPS. */
    public static Order managementPoint(String host, String... more) {
        return named(Purpose.MANAGEMENT_POINT, host, more);
    }

    /** A PKI client. Where the name can be a host name it is an alternative name too, as enterprise templates do it. */
    public static Order client(String name) {
        return of(Purpose.CLIENT, name, Stream.of(name).filter(SubjectNames::isHost));
    }

    /** What a Configuration Manager client makes for itself; see {@link SelfSigned}. */
    public static Order configMgrClient() {
        return of(Purpose.CONFIGMGR_CLIENT, "ConfigMgr Client", Stream.of());
    }

    private static Order named(Purpose purpose, String name, String... more) {
        return of(purpose, name, Stream.concat(Stream.of(name), Arrays.stream(more)));
    }

    public Order with(KeyKind kind) {
        return new Order(purpose, commonName, names, kind, lifetime, change);
    }

    public Order lasting(Duration time) {
        return new Order(purpose, commonName, names, key, time, change);
    }

    /** Further alternative names. */
    public Order alsoNamed(String... more) {
        List<String> all = Stream.concat(names.stream(), Arrays.stream(more)).toList();
        return new Order(purpose, commonName, all, key, lifetime, change);
    }

    /** Bends the certificate before it is signed, after everything that was asked for before. */
    public Order odd(Consumer<Draft> further) {
        return new Order(purpose, commonName, names, key, lifetime, change.andThen(further));
    }
}
