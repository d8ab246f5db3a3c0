package opencmg.connectionpoint;

import io.vertx.core.buffer.Buffer;
import java.security.cert.CertificateException;
import java.util.List;
import opencmg.connectionpoint.traffic.Traffic;
import opencmg.connectionpoint.upstream.CandidateCertificate;
import opencmg.connectionpoint.upstream.CertificateFilters;
import opencmg.connectionpoint.upstream.OwnCertificate;
import opencmg.connectionpoint.upstream.RoutingTable;
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
record Published(SiteConfiguration site, RoutingTable routes, OwnCertificate certificate, Buffer document) {

    /**
     * Works it all out. Blocks: builds certificate paths.
     *
     * @throws CertificateException when a trusted client root is not a certificate
     */
    static Published of(SiteConfiguration site, List<CandidateCertificate> candidates, Traffic traffic)
            throws CertificateException {
        OwnCertificate certificate =
                candidates.isEmpty() ? OwnCertificate.NONE : new CertificateFilters(site.clients()).pick(candidates);
        Buffer document = Buffer.buffer(SiteDocument.toJson(site.published()));
        return new Published(site, RoutingTable.of(site, traffic), certificate, document);
    }
}
