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

/** Converts text to the names of a certificate. Invalid text is refused with an example. */
final class SubjectNames {

    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern SITE_CODE = Pattern.compile("[A-Za-z0-9]{3}");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");

    /** ub-common-name of RFC 5280; other tools refuse longer names. */
    private static final int MAX_COMMON_NAME = 64;

    private static final int INVALID = -1;

    private SubjectNames() {}

    static boolean isHost(String text) {
        return text.length() <= 253
                && HOST.matcher(text).matches()
                && !DIGITS_AND_DOTS.matcher(text).matches();
    }

    /** The names without duplicates, each checked to be a valid alternative name. */
    static List<String> validated(List<String> names) {
        for (String name : names) {
            if (kind(name) == INVALID) {
                throw new InvalidCertificateRequestException(
                        "\"" + name + "\" is no host name, address or URI, for example mp.corp.example or 127.0.0.1");
            }
        }
        return names.stream().distinct().toList();
    }

    static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(
                names.stream().map(name -> new GeneralName(kind(name), name)).toArray(GeneralName[]::new));
    }

    /** The {@link GeneralName} tag of an IP address, a URI (also {@code urn:}) or a host name that may begin with {@code *.}. */
    private static int kind(String name) {
        if (IPAddress.isValidIPv4(name) || IPAddress.isValidIPv6(name)) {
            return GeneralName.iPAddress;
        }
        if (isUri(name)) {
            return GeneralName.uniformResourceIdentifier;
        }
        return isHost(name.startsWith("*.") ? name.substring(2) : name) ? GeneralName.dNSName : INVALID;
    }

    private static boolean isUri(String name) {
        try {
            return name.contains(":") && new URI(name).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static String commonName(String name) {
        if (name.isBlank() || name.length() > MAX_COMMON_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidCertificateRequestException("a common name has 1 to " + MAX_COMMON_NAME
                    + " printable characters, for example PC01.corp.example");
        }
        return name;
    }

    static String siteCode(String code) {
        if (!SITE_CODE.matcher(code).matches()) {
            throw new InvalidCertificateRequestException(
                    "the site code \"" + code + "\" must have three letters or digits, for example LAB");
        }
        return code;
    }

    static X500Name leaf(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    /** The name of an authority warns that it is for tests only. */
    static X500Name authority(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "OpenCMG lab, for tests only")
                .addRDN(BCStyle.CN, commonName)
                .build();
    }
}
