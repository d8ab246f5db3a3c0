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

    /** Base64 makes it a third longer, and a message on the control stream has 8 MiB at most (docs/tunnel.md). */
    private static final int MOST_BYTES = 5 << 20;

    /**
     * Works it all out. Blocks: builds certificate paths.
     *
     * @throws CertificateException when a trusted client root is not a certificate
     * @throws IllegalArgumentException when it is longer than a gateway takes
     */
    static Published of(SiteConfiguration site, List<CandidateCertificate> candidates, Traffic traffic)
            throws CertificateException {
        OwnCertificate certificate =
                candidates.isEmpty() ? OwnCertificate.NONE : new CertificateFilters(site.clients()).pick(candidates);
        Buffer document = Buffer.buffer(SiteDocument.toJson(site.published()));
        if (document.length() > MOST_BYTES) {
            throw new IllegalArgumentException("the site configuration has " + document.length()
                    + " bytes and gateways take " + MOST_BYTES + "; does it hold the same root twice?");
        }
        return new Published(site, RoutingTable.of(site, traffic), certificate, document);
    }
}
