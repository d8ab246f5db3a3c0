package opencmg.connectionpoint;

import io.vertx.core.buffer.Buffer;
import java.security.cert.CertificateException;
import java.util.List;
import opencmg.connectionpoint.relay.CandidateCertificate;
import opencmg.connectionpoint.relay.CertificateFilters;
import opencmg.connectionpoint.relay.RoutingTable;
import opencmg.connectionpoint.relay.SelectedCertificate;
import opencmg.connectionpoint.traffic.TrafficLedger;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;

/**
 * One version of the site in every form that is needed: it is in force as a whole or not at all.
 *
 * @param site with the addresses inside
 * @param routes made of it
 * @param certificate picked by its trusted roots
 * @param document for the gateways: without the addresses inside
 */
record SiteSnapshot(SiteConfiguration site, RoutingTable routes, SelectedCertificate certificate, Buffer document) {

    /** Base64 makes it a third longer, and a message on the control stream has 8 MiB at most (docs/tunnel.md). */
    private static final int MOST_BYTES = 5 << 20;

    /**
     * Works it all out. Blocks: builds certificate paths.
     *
     * @throws CertificateException when a trusted client root is not a certificate
     * @throws IllegalArgumentException when it is longer than a gateway takes
     */
    static SiteSnapshot of(SiteConfiguration site, List<CandidateCertificate> candidates, TrafficLedger traffic)
            throws CertificateException {
        SelectedCertificate certificate = candidates.isEmpty()
                ? SelectedCertificate.NONE
                : new CertificateFilters(site.clients()).pick(candidates);
        Buffer document = Buffer.buffer(SiteDocument.toJson(site.published()));
        if (document.length() > MOST_BYTES) {
            throw new IllegalArgumentException("the site configuration has " + document.length()
                    + " bytes and gateways take " + MOST_BYTES + "; does it hold the same root twice?");
        }
        return new SiteSnapshot(site, RoutingTable.of(site, traffic), certificate, document);
    }
}
