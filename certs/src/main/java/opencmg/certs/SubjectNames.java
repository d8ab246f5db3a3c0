package opencmg.certs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/** Text to the names that stand in certificates; what cannot be one is refused with an example. */
final class SubjectNames {

    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");

    /** ub-common-name of RFC 5280: longer ones are refused by other tools. */
    private static final int LONGEST_COMMON_NAME = 64;

    private static final int NO_KIND = -1;

    private SubjectNames() {}

    static boolean isHost(String text) {
        return text.length() <= 253
                && HOST.matcher(text).matches()
                && !DIGITS_AND_DOTS.matcher(text).matches();
    }

    /** The same names without repetitions, each of which can stand in a certificate. */
    static List<String> checked(List<String> names) {
        for (String name : names) {
            if (kind(name) == NO_KIND) {
                throw new InvalidCertificateRequestException(
                        "\"" + name + "\" is no host name, address or URI, for example mp.corp.example or 127.0.0.1");
            }
        }
        return names.stream().distinct().toList();
    }

    static GeneralNames alternatives(List<String> checked) {
        return new GeneralNames(
                checked.stream().map(name -> new GeneralName(kind(name), name)).toArray(GeneralName[]::new));
    }

    /** An IPv4 or IPv6 address, a URI (also {@code urn:}), or a host name that may begin with {@code *.}. */
    private static int kind(String name) {
        if (IPAddress.isValidIPv4(name) || IPAddress.isValidIPv6(name)) {
            return GeneralName.iPAddress;
        }
        if (isUri(name)) {
            return GeneralName.uniformResourceIdentifier;
        }
        return isHost(name.startsWith("*.") ? name.substring(2) : name) ? GeneralName.dNSName : NO_KIND;
    }

    private static boolean isUri(String name) {
        try {
            return name.contains(":") && new URI(name).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static String commonName(String name) {
        if (name.isBlank()
                || name.length() > LONGEST_COMMON_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidCertificateRequestException("a common name has 1 to " + LONGEST_COMMON_NAME
                    + " printable characters, for example PC01.corp.example");
        }
        return name;
    }

    static X500Name leaf(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    /** Authorities say in their name that nobody should trust them in earnest. */
    static X500Name authority(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "OpenCMG lab, for tests only")
                .addRDN(BCStyle.CN, commonName)
                .build();
    }
}
