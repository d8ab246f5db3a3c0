package opencmg.mockmp;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import opencmg.mockmp.identity.ClientCertificates;
import opencmg.mockmp.identity.TrustedPeers;
import opencmg.mockmp.keys.SiteKeys;
import opencmg.mockmp.keys.SiteSecret;
import opencmg.mockmp.settings.ManagementPointSettings;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.settings.PemFiles;
import opencmg.settings.Secret;

/**
 * The site's own keys, and whom it believes.
 *
 * @param secret of the site face
 * @param roots of PKI clients
 * @param intermediates of PKI clients
 * @param door roots of the certificates that mode https wants to see on the connection itself
 * @param peers whose identity headers are believed
 */
record SiteTrust(
        SiteKeys keys,
        UUID hierarchyId,
        Secret secret,
        List<X509Certificate> roots,
        List<X509Certificate> intermediates,
        List<X509Certificate> door,
        TrustedPeers peers,
        Clock clock) {

    static SiteTrust open(MockSiteSettings settings, Clock clock) {
        ManagementPointSettings mp = settings.managementPoint();
        SiteKeys keys = SiteKeys.open(settings.dataDir(), clock);
        UUID given = settings.hierarchyId();
        Path secretFile = settings.siteServer().secretFile();
        Path connectionPoints = mp.connectionPointFile();
        Path door = mp.clientTrustFile();
        List<X509Certificate> roots = certificates(settings.clients().rootFiles());
        return new SiteTrust(
                keys,
                given == null ? keys.hierarchyId() : given,
                SiteSecret.open(secretFile == null ? settings.dataDir().resolve("site.secret") : secretFile),
                roots,
                certificates(settings.clients().intermediateFiles()),
                door == null ? roots : PemFiles.certificates(door),
                TrustedPeers.of(
                        mp.trustedPeers(),
                        connectionPoints == null ? List.of() : PemFiles.certificates(connectionPoints)),
                clock);
    }

    private static List<X509Certificate> certificates(Collection<Path> files) {
        return files.stream()
                .flatMap(file -> PemFiles.certificates(file).stream())
                .toList();
    }

    ClientCertificates clientCertificates() {
        return new ClientCertificates(roots, intermediates, clock);
    }

    ClientCertificates doorCertificates() {
        return new ClientCertificates(door, intermediates, clock);
    }
}
