package opencmg.certs;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name by which clients address a gateway, split as the product splits it: the first label names the deployment, the rest is
 * the domain. {@code GraniteFalls.contoso.com} is deployment {@code GraniteFalls} in {@code contoso.com}. Case is kept, because
 * on renewal the product compares common names case-sensitively.
 *
 * @param prefix 3 to 24 letters and digits, no dash, because it also becomes the name of a storage account
 * @param domain one label or more
 */
public record ServiceName(String prefix, String domain) {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9]{3,24}");
    private static final String EXAMPLE = ", for example granitefalls.corp.example";

    public ServiceName {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new InvalidCertificateRequestException("the deployment prefix \"" + prefix
                    + "\" must have 3 to 24 letters and digits and no dash" + EXAMPLE);
        }
        if (!SubjectNames.isHost(domain)) {
            throw new InvalidCertificateRequestException("\"" + domain + "\" is no domain" + EXAMPLE);
        }
    }

    /** Parses a full name. */
    public static ServiceName of(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            throw new InvalidCertificateRequestException("the service name \"" + name + "\" has no domain" + EXAMPLE);
        }
        return new ServiceName(name.substring(0, dot), name.substring(dot + 1));
    }

    /**
     * The service name of a gateway whose certificate has that common name. With a wildcard certificate the service name is
     * required. With any other certificate it is optional and must equal the common name.
     */
    public static ServiceName ofCertificate(String commonName, @Nullable String given) {
        if (!commonName.startsWith("*.")) {
            if (given != null && !given.equals(commonName)) {
                throw new InvalidCertificateRequestException(
                        "the service name \"" + given + "\" is not the certificate's name \"" + commonName
                                + "\"; leave it out, or take a wildcard certificate");
            }
            return of(commonName);
        }
        if (given == null) {
            throw new InvalidCertificateRequestException("the wildcard certificate \"" + commonName
                    + "\" does not say which service it is for; give the service name too, for example granitefalls"
                    + commonName.substring(1));
        }
        ServiceName name = of(given);
        if (!name.wildcard().equalsIgnoreCase(commonName)) {
            throw new InvalidCertificateRequestException("the wildcard certificate \"" + commonName
                    + "\" does not cover \"" + given + "\"; one that does is " + name.wildcard());
        }
        return name;
    }

    /** The wildcard name that covers this name. */
    public String wildcard() {
        return "*." + domain;
    }

    /** The host name of the deployment, for example {@code GraniteFalls.cloudapp.net}, the target of the CNAME that clients use. */
    public String deployment(String cloudDomain) {
        return prefix + "." + cloudDomain;
    }

    @Override
    public String toString() {
        return prefix + "." + domain;
    }
}
