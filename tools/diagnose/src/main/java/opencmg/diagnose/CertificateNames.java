package opencmg.diagnose;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** The names that a server certificate is good for, compared with the one that was asked for (RFC 9525; the common name where there are no others). */
final class CertificateNames {

    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private CertificateNames() {}

    static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (Integer.valueOf(DNS).equals(name.get(0))
                        || Integer.valueOf(ADDRESS).equals(name.get(0))) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            // A certificate whose names cannot be read is good for none of them.
            return List.of();
        }
        return names.isEmpty() ? commonName(certificate) : names;
    }

    static boolean fits(X509Certificate certificate, String host) {
        String bare = host.replaceAll("[\\[\\]]", "");
        return of(certificate).stream().anyMatch(name -> same(name, bare));
    }

    private static boolean same(String name, String host) {
        if (isAddress(host)) {
            return isAddress(name) && address(name).equals(address(host));
        }
        String wanted = host.toLowerCase(Locale.ROOT);
        String offered = name.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return offered.equals(wanted)
                || (offered.startsWith("*.") && dot > 0 && offered.substring(1).equals(wanted.substring(dot)));
    }

    private static boolean isAddress(String text) {
        return text.contains(":") || text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    private static String address(String text) {
        try {
            return InetAddress.getByName(text).getHostAddress();
        } catch (UnknownHostException e) {
            return text;
        }
    }

    private static List<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> String.valueOf(rdn.getValue()))
                            .toList();
        } catch (InvalidNameException e) {
            return List.of();
        }
    }
}
