package opencmg.lab.chain;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import opencmg.certs.Credential;
import opencmg.certs.LabPki;
import opencmg.certs.LabPlan;
import opencmg.certs.Order;
import opencmg.certs.Workshop;
import opencmg.settings.InvalidSettings;

/** The lab's PKI with the server of its revocation lists: made at the first start in a directory, opened at later ones. */
final class Certificates {

    private static final List<String> ALWAYS = List.of("localhost", "127.0.0.1", "::1");

    private final LabPki pki;
    private final RevocationServer lists;

    private Certificates(LabPki pki, RevocationServer lists) {
        this.pki = pki;
        this.lists = lists;
    }

    /** @param host under which clients reach the edge */
    static Certificates in(Vertx vertx, LabOrder order, String host) throws IOException {
        Path directory = order.directory().resolve("pki");
        return LabPki.existsIn(directory)
                ? existing(vertx, directory, order.serviceName(), host)
                : made(vertx, directory, order, host);
    }

    private static Certificates made(Vertx vertx, Path directory, LabOrder order, String host) throws IOException {
        RevocationServer lists = RevocationServer.listen(vertx, 0).await();
        List<String> names = new ArrayList<>(ALWAYS);
        if (!names.contains(host)) {
            names.add(host);
        }
        LabPlan plan = LabPlan.forService(order.serviceName()).withNames(names).withRevocationListsAt(lists.place());
        LabPki pki = LabPki.make(directory, plan, order.workshop());
        lists.serve(directory.resolve("crl"));
        return new Certificates(pki, lists);
    }

    private static Certificates existing(Vertx vertx, Path directory, String serviceName, String host)
            throws IOException {
        LabPki pki = LabPki.open(directory, Workshop.real());
        LabPlan plan = pki.plan();
        if (!plan.service().toString().equalsIgnoreCase(serviceName)
                || !(plan.alsoNamed().contains(host) || host.equalsIgnoreCase(serviceName))) {
            throw stale(directory, "they are not for " + serviceName + " at " + host);
        }
        URI place = plan.revocationListsAt();
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
        return new Certificates(pki, lists);
    }

    private static InvalidSettings stale(Path directory, String why) {
        return new InvalidSettings(
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
        return new Point(id, pki.issue(Order.connectionPoint(id)).write(folder, "connection-point-" + number));
    }
}
