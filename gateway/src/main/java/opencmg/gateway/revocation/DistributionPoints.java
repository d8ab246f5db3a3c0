package opencmg.gateway.revocation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The URLs of the revocation lists that a certificate names (RFC 5280 4.2.1.13). */
final class DistributionPoints {

    private static final String EXTENSION = "2.5.29.31";
    private static final int NAME = 0xA0;
    private static final int FULL_NAME = 0xA0;
    private static final int URI_NAME = 0x86;
    private static final int MAX_POINTS = 4;

    private DistributionPoints() {}

    /** The first {@value #MAX_POINTS} http and https URLs; ldap and file URLs are ignored, because a gateway on the internet cannot reach them. */
    static List<URI> of(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(EXTENSION);
        if (value == null) {
            return List.of();
        }
        try {
            return read(DerReader.extension(value).inside());
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static List<URI> read(DerReader points) {
        List<URI> found = new ArrayList<>();
        while (points.hasMore() && found.size() < MAX_POINTS) {
            DerReader point = points.next(DerReader.SEQUENCE).inside();
            while (point.hasMore()) {
                DerReader.Element part = point.next();
                if (part.tag() == NAME) {
                    readNames(part.inside(), found);
                }
            }
        }
        return List.copyOf(found);
    }

    private static void readNames(DerReader name, List<URI> found) {
        DerReader.Element choice = name.next();
        if (choice.tag() != FULL_NAME) {
            return;
        }
        DerReader names = choice.inside();
        while (names.hasMore()) {
            DerReader.Element general = names.next();
            URI uri = general.tag() == URI_NAME
                    ? httpUrl(new String(general.content(), StandardCharsets.US_ASCII))
                    : null;
            if (uri != null && found.size() < MAX_POINTS) {
                found.add(uri);
            }
        }
    }

    private static @Nullable URI httpUrl(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return uri.getHost() != null && (scheme.equals("http") || scheme.equals("https")) ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
