package opencmg.certs;

import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of certificates that the command line issues: how each is requested, and what to do with it next. */
enum IssueKind {
    CLIENT("client"),
    SERVER("server"),
    TUNNEL("tunnel"),
    CONNECTION_POINT("connection-point"),
    MANAGEMENT_POINT("mp");

    private final String option;

    IssueKind(String option) {
        this.option = option;
    }

    static IssueKind ofOption(String option) {
        return Arrays.stream(values())
                .filter(kind -> kind.option.equals(option))
                .findFirst()
                .orElseThrow(() -> new InvalidCertificateRequestException("nothing of kind \"" + option
                        + "\" is issued; take one of "
                        + Arrays.stream(values()).map(kind -> kind.option).collect(Collectors.joining(", "))));
    }

    CertificateRequest request(String name, @Nullable String serviceName, String siteCode) {
        return switch (this) {
            case CLIENT -> CertificateRequest.client(name);
            case SERVER -> server(name, serviceName);
            case TUNNEL -> CertificateRequest.tunnel(name);
            case CONNECTION_POINT -> CertificateRequest.connectionPoint(connectionId(name), siteCode);
            case MANAGEMENT_POINT -> CertificateRequest.managementPoint(name);
        };
    }

    private static CertificateRequest server(String name, @Nullable String serviceName) {
        ServiceName service = ServiceName.ofCertificate(name, serviceName);
        return name.startsWith("*.") ? CertificateRequest.wildcardEdge(service) : CertificateRequest.edge(service);
    }

    private static UUID connectionId(String name) {
        try {
            return UUID.fromString(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidCertificateRequestException(
                    "\"" + name + "\" is no connection id, for example --name 5f0c7a52-0d0f-4a54-9c9f-0a3b6f1f2d11");
        }
    }

    String next(LabPki pki, Credential files) {
        return switch (this) {
            case CLIENT ->
                "curl --cacert " + pki.certificateOf(LabAuthority.ROOT) + " --cert " + files.certFile()
                        + " --key " + files.keyFile() + " https://" + pki.plan().service()
                        + "/CCM_Proxy_MutualAuth/ServiceMetadata";
            case SERVER -> "name both files in gateway.yaml under edge: certificateFile, keyFile";
            case TUNNEL -> "name both files in gateway.yaml under tunnel: certificateFile, keyFile";
            case CONNECTION_POINT ->
                "name both files in connection-point.yaml: id, certificateFile, keyFile, and "
                        + pki.certificateOf(LabAuthority.TUNNEL) + " as trustFile";
            case MANAGEMENT_POINT ->
                "give both files to the management point, and the connection point "
                        + pki.certificateOf(LabAuthority.ROOT) + " as upstream: trustFile";
        };
    }
}
