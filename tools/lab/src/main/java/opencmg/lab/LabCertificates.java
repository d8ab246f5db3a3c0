package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateRequest;
import opencmg.certs.Credential;
import opencmg.certs.LabPki;
import opencmg.certs.LabPlan;
import opencmg.settings.InvalidSettingsException;

/** The lab's PKI and the server of its revocation lists. The first lab in a directory creates the PKI; later ones open it. */
final class LabCertificates {

    private static final List<String> LOOPBACK_NAMES = List.of("localhost", "127.0.0.1", "::1");

    private final LabPki pki;
    private final RevocationServer lists;

    private LabCertificates(LabPki pki, RevocationServer lists) {
        this.pki = pki;
        this.lists = lists;
    }

    /** @param host the name or address by which clients reach the edge */
    static LabCertificates in(Vertx vertx, LabOptions options, String host) throws IOException {
        Path directory = options.directory().resolve("pki");
        return LabPki.existsIn(directory)
                ? open(vertx, directory, options.serviceName(), host)
                : create(vertx, directory, options, host);
    }

    private static LabCertificates create(Vertx vertx, Path directory, LabOptions options, String host)
            throws IOException {
        RevocationServer lists = RevocationServer.listen(vertx, 0).await();
        List<String> names = new ArrayList<>(LOOPBACK_NAMES);
        if (!names.contains(host)) {
            names.add(host);
        }
        LabPlan plan =
                LabPlan.forService(options.serviceName()).withNames(names).withCrlBaseUrl(lists.baseUrl());
        LabPki pki = LabPki.make(directory, plan, options.caEnvironment());
        lists.serve(directory.resolve("crl"));
        return new LabCertificates(pki, lists);
    }

    private static LabCertificates open(Vertx vertx, Path directory, String serviceName, String host)
            throws IOException {
        LabPki pki = LabPki.open(directory, CaEnvironment.real());
        LabPlan plan = pki.plan();
        if (!plan.service().toString().equalsIgnoreCase(serviceName)
                || !(plan.additionalNames().contains(host) || host.equalsIgnoreCase(serviceName))) {
            throw unusable(directory, "they are not for " + serviceName + " at " + host);
        }
        URI crlBaseUrl = plan.crlBaseUrl();
        if (crlBaseUrl == null) {
            throw unusable(directory, "they name no place of revocation lists");
        }
        RevocationServer lists = RevocationServer.listen(vertx, crlBaseUrl.getPort())
                .recover(cause -> Future.failedFuture(
                        cause instanceof BindException
                                ? unusable(
                                        directory,
                                        "they name " + crlBaseUrl + " for revocation lists, whose port is in use")
                                : cause))
                .await();
        pki.renewRevocationLists();
        ensureSiteInCertificate(pki);
        lists.serve(directory.resolve("crl"));
        return new LabCertificates(pki, lists);
    }

    /** A lab of an earlier version has a certificate without its site, which gateways refuse. */
    static void ensureSiteInCertificate(LabPki pki) throws IOException {
        CertificateRequest request = CertificateRequest.connectionPoint(
                pki.plan().connectionPoint(), pki.plan().siteCode());
        if (!names(pki.connectionPoint().read().certificate()).containsAll(request.names())) {
            pki.connectionPoint().write(pki.issue(request));
        }
    }

    private static List<String> names(X509Certificate certificate) throws IOException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream().map(name -> String.valueOf(name.get(1))).toList();
        } catch (CertificateParsingException e) {
            throw new IOException("the names of the connection point's certificate cannot be read", e);
        }
    }

    private static InvalidSettingsException unusable(Path directory, String why) {
        return new InvalidSettingsException(
                directory.toString(),
                "",
                "its certificates cannot be used: " + why + "; remove it to have new ones made");
    }

    LabPki pki() {
        return pki;
    }

    RevocationServer lists() {
        return lists;
    }

    /** The identity of a connection point. */
    record Point(UUID id, Credential credential) {}

    /** The identity of the PKI for the first connection point, a new one for each of the others. */
    Point connectionPoint(int number, Path folder) throws IOException {
        if (number == 1) {
            return new Point(pki.plan().connectionPoint(), pki.connectionPoint());
        }
        UUID id = UUID.randomUUID();
        return new Point(
                id,
                pki.issue(CertificateRequest.connectionPoint(id, pki.plan().siteCode()))
                        .write(folder, "connection-point-" + number));
    }
}
