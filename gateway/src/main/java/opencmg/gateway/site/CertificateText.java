package opencmg.gateway.site;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;

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
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(place + " is not a certificate in PEM (" + e.getMessage() + ")", e);
        }
    }
}
