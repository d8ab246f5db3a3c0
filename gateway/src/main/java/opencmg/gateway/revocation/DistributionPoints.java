package opencmg.gateway.revocation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a certificate says that its revocation list is (RFC 5280 4.2.1.13). */
final class DistributionPoints {

    private static final String EXTENSION = "2.5.29.31";
    private static final int NAME = 0xA0;
    private static final int FULL_NAME = 0xA0;
    private static final int URI_NAME = 0x86;
    private static final int MOST = 4;

    private DistributionPoints() {}

    /** The first few http and https addresses; ldap and file ones are left out, as no gateway on the internet reaches them. */
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
        while (points.more() && found.size() < MOST) {
            DerReader point = points.next(DerReader.SEQUENCE).inside();
            while (point.more()) {
                DerReader.Element part = point.next();
                if (part.tag() == NAME) {
                    names(part.inside(), found);
                }
            }
        }
        return List.copyOf(found);
    }

    private static void names(DerReader name, List<URI> found) {
        DerReader.Element choice = name.next();
        if (choice.tag() != FULL_NAME) {
            return;
        }
        DerReader names = choice.inside();
        while (names.more()) {
            DerReader.Element general = names.next();
            URI uri = general.tag() == URI_NAME ? web(new String(general.content(), StandardCharsets.US_ASCII)) : null;
            if (uri != null && found.size() < MOST) {
                found.add(uri);
            }
        }
    }

    private static @Nullable URI web(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return uri.getHost() != null && (scheme.equals("http") || scheme.equals("https")) ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
