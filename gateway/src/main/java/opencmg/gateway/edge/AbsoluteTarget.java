package opencmg.gateway.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;

/**
 * Request targets in absolute form, {@code https://gateway.example/path} (RFC 9112 section 3.2.2). A server has to take them, and the host in the target
 * replaces the Host field. The edge takes those with a name of its certificate or with the address that the client has reached; the port may be that of a
 * balancer and does not matter.
 */
final class AbsoluteTarget {

    private static final int SAN_DNS = 2;
    private static final int SAN_ADDRESS = 7;

    private AbsoluteTarget() {}

    /**
     * Path and query of a target.
     *
     * @param target in any form; what is not in absolute form is returned as it is
     * @param localAddress that the client has reached
     * @throws Refusal with {@link RefusalReason#MISDIRECTED} when it is for another server
     */
    static String originForm(String target, X509Certificate certificate, String localAddress) {
        int schemeEnd = target.indexOf("://");
        if (schemeEnd < 0) {
            return target;
        }
        int start = schemeEnd + "://".length();
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String scheme = target.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        String authority = target.substring(start, end);
        String host = host(authority);
        Set<String> names = names(certificate);
        names.add(localAddress);
        if (!scheme.equals("https") || names.stream().noneMatch(name -> matches(name, host))) {
            String detail = "the target is on " + scheme + "://" + authority + ", and this gateway is https:// on "
                    + String.join(", ", names);
            throw new Refusal(RefusalReason.MISDIRECTED, detail, detail);
        }
        String rest = target.substring(end);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /** authority = host [ ":" port ] (RFC 3986 section 3.2). User information stays in it and so matches no name. */
    private static String host(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']')
                && authority.substring(colon + 1).chars().allMatch(digit -> digit >= '0' && digit <= '9');
        String host = (hasPort ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
        return host.startsWith("[") && host.endsWith("]") ? address(host) : host;
    }

    /** An IPv6 address as certificates and sockets spell it. Looks no name up. */
    private static String address(String bracketed) {
        try {
            return bracketed.matches("\\[[0-9a-f:.]+]")
                    ? InetAddress.getByName(bracketed).getHostAddress()
                    : bracketed;
        } catch (UnknownHostException e) {
            return bracketed;
        }
    }

    /** A wildcard stands for one label (RFC 9525 section 6.3). */
    private static boolean matches(String name, String host) {
        int dot = host.indexOf('.');
        return name.startsWith("*.") ? dot > 0 && name.substring(1).equals(host.substring(dot)) : name.equals(host);
    }

    /** The names and addresses of a certificate, its common name among them, in lower case. */
    private static Set<String> names(X509Certificate certificate) {
        Set<String> names = new TreeSet<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(part.getValue().toString().toLowerCase(Locale.ROOT));
                }
            }
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> one : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (one.get(0).equals(SAN_DNS) || one.get(0).equals(SAN_ADDRESS)) {
                    names.add(String.valueOf(one.get(1)).toLowerCase(Locale.ROOT));
                }
            }
        } catch (InvalidNameException | CertificateParsingException e) {
            // the names that could be read are enough to refuse by
        }
        return names;
    }
}
