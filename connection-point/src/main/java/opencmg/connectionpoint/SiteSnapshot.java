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
 * One version of the site configuration with what is derived from it. It is in force as a whole or not at all.
 *
 * @param configuration with internal addresses
 * @param certificate selected by its trusted roots
 * @param document JSON for the gateways, without internal addresses
 */
record SiteSnapshot(
        SiteConfiguration configuration, RoutingTable routes, SelectedCertificate certificate, Buffer document) {

    /** Base64 makes it a third longer, and a message on the control stream is limited to 8 MiB (docs/tunnel.md). */
    private static final int MAX_DOCUMENT_BYTES = 5 << 20;

    /**
     * Derives the rest from a configuration. Blocks, because it builds certificate paths.
     *
     * @throws CertificateException when a trusted client root is not a certificate
     * @throws IllegalArgumentException when the document is longer than gateways accept
     */
    static SiteSnapshot of(SiteConfiguration site, List<CandidateCertificate> candidates, TrafficLedger traffic)
            throws CertificateException {
        SelectedCertificate certificate = candidates.isEmpty()
                ? SelectedCertificate.NONE
                : new CertificateFilters(site.clients()).select(candidates);
        Buffer document = Buffer.buffer(SiteDocument.toJson(site.published()));
        if (document.length() > MAX_DOCUMENT_BYTES) {
            throw new IllegalArgumentException("the site configuration has " + document.length()
                    + " bytes and gateways take " + MAX_DOCUMENT_BYTES + "; does it hold the same root twice?");
        }
        return new SiteSnapshot(site, RoutingTable.of(site, traffic), certificate, document);
    }
}
