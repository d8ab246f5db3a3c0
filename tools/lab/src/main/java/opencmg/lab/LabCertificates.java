package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateRequest;
import opencmg.certs.Credential;
import opencmg.certs.LabPki;
import opencmg.certs.LabPlan;
import opencmg.settings.InvalidSettingsException;

/** The lab's PKI with the server of its revocation lists: made at the first start in a directory, opened at later ones. */
final class LabCertificates {

    private static final List<String> ALWAYS = List.of("localhost", "127.0.0.1", "::1");

    private final LabPki pki;
    private final RevocationServer lists;

    private LabCertificates(LabPki pki, RevocationServer lists) {
        this.pki = pki;
        this.lists = lists;
    }

    /** @param host under which clients reach the edge */
    static LabCertificates in(Vertx vertx, LabOptions order, String host) throws IOException {
        Path directory = order.directory().resolve("pki");
        return LabPki.existsIn(directory)
                ? existing(vertx, directory, order.serviceName(), host)
                : made(vertx, directory, order, host);
    }

    private static LabCertificates made(Vertx vertx, Path directory, LabOptions order, String host) throws IOException {
        RevocationServer lists = RevocationServer.listen(vertx, 0).await();
        List<String> names = new ArrayList<>(ALWAYS);
        if (!names.contains(host)) {
            names.add(host);
        }
        LabPlan plan = LabPlan.forService(order.serviceName()).withNames(names).withCrlBaseUrl(lists.place());
        LabPki pki = LabPki.make(directory, plan, order.workshop());
        lists.serve(directory.resolve("crl"));
        return new LabCertificates(pki, lists);
    }

    private static LabCertificates existing(Vertx vertx, Path directory, String serviceName, String host)
            throws IOException {
        LabPki pki = LabPki.open(directory, CaEnvironment.real());
        LabPlan plan = pki.plan();
        if (!plan.service().toString().equalsIgnoreCase(serviceName)
                || !(plan.additionalNames().contains(host) || host.equalsIgnoreCase(serviceName))) {
            throw stale(directory, "they are not for " + serviceName + " at " + host);
        }
        URI place = plan.crlBaseUrl();
        if (place == null) {
            throw stale(directory, "they name no place of revocation lists");
        }
        RevocationServer lists = RevocationServer.listen(vertx, place.getPort())
                .recover(cause -> Future.failedFuture(
                        cause instanceof BindException
                                ? stale(directory, "they name " + place + " for revocation lists, whose port is in use")
                                : cause))
                .await();
        pki.renewRevocationLists();
        lists.serve(directory.resolve("crl"));
        return new LabCertificates(pki, lists);
    }

    private static InvalidSettingsException stale(Path directory, String why) {
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

    /** A connection id with its certificate: the lab's own for the first connection point, new ones for others. */
    record Point(UUID id, Credential credential) {}

    Point connectionPoint(int number, Path folder) throws IOException {
        if (number == 1) {
            return new Point(pki.plan().connectionPoint(), pki.connectionPoint());
        }
        UUID id = UUID.randomUUID();
        return new Point(
                id, pki.issue(CertificateRequest.connectionPoint(id)).write(folder, "connection-point-" + number));
    }
}
