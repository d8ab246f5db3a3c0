package opencmg.certs;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a lab directory.
 *
 * @param service the name by which clients address the gateway
 * @param wildcard whether the edge certificate is for {@code *.domain} instead of the service name
 * @param additionalNames names and addresses of the gateway (edge and tunnel) besides the service name
 * @param connectionPoint id of the connection point
 * @param siteCode the site of the connection point
 * @param managementPoint host name of an HTTPS management point
 * @param key kind of key of the edge, the management point and the clients
 * @param crlBaseUrl URL of the folder {@code crl}; if null, certificates have no distribution point
 */
public record LabPlan(
        ServiceName service,
        boolean wildcard,
        List<String> additionalNames,
        UUID connectionPoint,
        String siteCode,
        String managementPoint,
        KeyKind key,
        @Nullable URI crlBaseUrl) {

    static final String DEFAULT_SITE_CODE = "LAB";

    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "::1");

    public LabPlan {
        additionalNames = SubjectNames.validated(additionalNames);
        siteCode = SubjectNames.siteCode(siteCode);
        if (!SubjectNames.isHost(managementPoint)) {
            throw new InvalidCertificateRequestException(
                    "\"" + managementPoint + "\" is no host name of a management point, for example mp.corp.example");
        }
        if (crlBaseUrl != null && !isHttp(crlBaseUrl)) {
            throw new InvalidCertificateRequestException("revocation lists are fetched over plain HTTP, not from \""
                    + crlBaseUrl + "\", for example http://crl.corp.example/crl/");
        }
    }

    private static boolean isHttp(URI url) {
        return "http".equals(url.getScheme()) && url.getHost() != null;
    }

    /** A gateway on this machine: also reachable as localhost, with a new connection point id and no distribution point. */
    public static LabPlan forService(String serviceName) {
        ServiceName service = ServiceName.of(serviceName);
        return new LabPlan(
                service,
                false,
                THIS_MACHINE,
                UUID.randomUUID(),
                DEFAULT_SITE_CODE,
                "mp." + service.domain(),
                KeyKind.RSA_2048,
                null);
    }

    public LabPlan withCrlBaseUrl(URI url) {
        return new LabPlan(service, wildcard, additionalNames, connectionPoint, siteCode, managementPoint, key, url);
    }

    public LabPlan withConnectionPoint(UUID id) {
        return new LabPlan(service, wildcard, additionalNames, id, siteCode, managementPoint, key, crlBaseUrl);
    }

    /** Replaces the default, LAB. */
    public LabPlan withSiteCode(String code) {
        return new LabPlan(service, wildcard, additionalNames, connectionPoint, code, managementPoint, key, crlBaseUrl);
    }

    public LabPlan withManagementPoint(String host) {
        return new LabPlan(service, wildcard, additionalNames, connectionPoint, siteCode, host, key, crlBaseUrl);
    }

    public LabPlan withKey(KeyKind kind) {
        return new LabPlan(
                service, wildcard, additionalNames, connectionPoint, siteCode, managementPoint, kind, crlBaseUrl);
    }

    /** Replaces the default, localhost and its addresses. */
    public LabPlan withNames(List<String> names) {
        return new LabPlan(service, wildcard, names, connectionPoint, siteCode, managementPoint, key, crlBaseUrl);
    }

    public LabPlan withWildcard() {
        return new LabPlan(service, true, additionalNames, connectionPoint, siteCode, managementPoint, key, crlBaseUrl);
    }

    /** The URL of an authority's revocation list, or null without a distribution point. */
    @Nullable
    URI crlUrl(LabAuthority authority) {
        if (crlBaseUrl == null) {
            return null;
        }
        String folder = crlBaseUrl.toString();
        return URI.create((folder.endsWith("/") ? folder : folder + "/") + authority.revocationListName());
    }

    /** The kinds of all keys that the directory needs: of authorities and servers, and of the edge, the management point and the clients. */
    List<KeyKind> keys() {
        return Stream.concat(Collections.nCopies(8, KeyKind.RSA_2048).stream(), Collections.nCopies(6, key).stream())
                .toList();
    }

    CertificateRequest edge() {
        String[] names = additionalNames.toArray(String[]::new);
        return (wildcard ? CertificateRequest.wildcardEdge(service, names) : CertificateRequest.edge(service, names))
                .withKey(key);
    }

    CertificateRequest tunnel() {
        return CertificateRequest.tunnel(service.toString(), additionalNames.toArray(String[]::new));
    }

    CertificateRequest connectionPointClient() {
        return CertificateRequest.connectionPoint(connectionPoint, siteCode);
    }

    CertificateRequest managementPointServer() {
        return CertificateRequest.managementPoint(managementPoint, additionalNames.toArray(String[]::new))
                .withKey(key);
    }
}
