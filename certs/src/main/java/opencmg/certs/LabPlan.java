package opencmg.certs;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a lab directory is made for.
 *
 * @param service the name under which clients know the gateway
 * @param wildcard whether the edge shows {@code *.domain} in place of the name itself
 * @param alsoNamed further names and addresses of the gateway, edge and tunnel
 * @param connectionPoint the connection id
 * @param managementPoint host name of an HTTPS management point
 * @param key of edge, management point and clients
 * @param revocationListsAt where the folder {@code crl} is served; null: certificates name no distribution point
 */
public record LabPlan(
        ServiceName service,
        boolean wildcard,
        List<String> alsoNamed,
        UUID connectionPoint,
        String managementPoint,
        KeyKind key,
        @Nullable URI revocationListsAt) {

    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "::1");

    public LabPlan {
        alsoNamed = SubjectNames.checked(alsoNamed);
        if (!SubjectNames.isHost(managementPoint)) {
            throw new InvalidCertificateRequestException(
                    "\"" + managementPoint + "\" is no host name of a management point, for example mp.corp.example");
        }
        if (revocationListsAt != null && !isWeb(revocationListsAt)) {
            throw new InvalidCertificateRequestException("revocation lists are fetched over plain HTTP, not from \""
                    + revocationListsAt + "\", for example http://crl.corp.example/crl/");
        }
    }

    private static boolean isWeb(URI place) {
        return "http".equals(place.getScheme()) && place.getHost() != null;
    }

    /** A gateway on this machine: reachable as localhost too, a new connection id, no distribution point. */
    public static LabPlan forService(String serviceName) {
        ServiceName service = ServiceName.of(serviceName);
        return new LabPlan(
                service, false, THIS_MACHINE, UUID.randomUUID(), "mp." + service.domain(), KeyKind.RSA_2048, null);
    }

    public LabPlan withRevocationListsAt(URI place) {
        return new LabPlan(service, wildcard, alsoNamed, connectionPoint, managementPoint, key, place);
    }

    public LabPlan withConnectionPoint(UUID id) {
        return new LabPlan(service, wildcard, alsoNamed, id, managementPoint, key, revocationListsAt);
    }

    public LabPlan withManagementPoint(String host) {
        return new LabPlan(service, wildcard, alsoNamed, connectionPoint, host, key, revocationListsAt);
    }

    public LabPlan withKey(KeyKind kind) {
        return new LabPlan(service, wildcard, alsoNamed, connectionPoint, managementPoint, kind, revocationListsAt);
    }

    /** In place of localhost and its addresses. */
    public LabPlan withNames(List<String> names) {
        return new LabPlan(service, wildcard, names, connectionPoint, managementPoint, key, revocationListsAt);
    }

    public LabPlan withWildcard() {
        return new LabPlan(service, true, alsoNamed, connectionPoint, managementPoint, key, revocationListsAt);
    }

    /** The distribution point of an authority's list, or null where there is none. */
    @Nullable
    URI revocationListOf(LabAuthority authority) {
        if (revocationListsAt == null) {
            return null;
        }
        String folder = revocationListsAt.toString();
        return URI.create((folder.endsWith("/") ? folder : folder + "/") + authority.revocationListName());
    }

    /** All keys that a directory of this plan needs: four authorities, four parts, and the edge, the site and clients. */
    List<KeyKind> keys() {
        return Stream.concat(Collections.nCopies(8, KeyKind.RSA_2048).stream(), Collections.nCopies(6, key).stream())
                .toList();
    }

    CertificateRequest edge() {
        String[] more = alsoNamed.toArray(String[]::new);
        return (wildcard ? CertificateRequest.wildcardEdge(service, more) : CertificateRequest.edge(service, more))
                .with(key);
    }

    CertificateRequest tunnel() {
        return CertificateRequest.tunnel(service.toString(), alsoNamed.toArray(String[]::new));
    }

    CertificateRequest managementPointServer() {
        return CertificateRequest.managementPoint(managementPoint, alsoNamed.toArray(String[]::new))
                .with(key);
    }
}
