package opencmg.gateway.site;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import opencmg.settings.PemFiles;

/** Parses the PEM certificates of a site configuration; errors name the list and the index in it. */
final class CertificateText {

    private CertificateText() {}

    static List<X509Certificate> parse(List<String> texts, String list) {
        return IntStream.range(0, texts.size())
                .mapToObj(index -> parse(texts.get(index), list + "[" + index + "]"))
                .toList();
    }

    private static X509Certificate parse(String text, String place) {
        try {
            return PemFiles.certificate(text);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(place + " is not a certificate in PEM (" + e.getMessage() + ")", e);
        }
    }
}
