package opencmg.diagnose;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import opencmg.client.http.TlsProbe;
import org.jspecify.annotations.Nullable;

/** Check 2: what a client that is careful would say to the gateway's certificate, and that TLS before 1.2 is refused. */
final class ServerCertificateCheck {

    /** Warned of from here on; the product raises no alert before a server certificate expires. */
    private static final List<Integer> WARN_DAYS = List.of(7, 30, 90);

    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final AnalysisTarget target;
    private final Clock clock;

    ServerCertificateCheck(AnalysisTarget target, Clock clock) {
        this.target = target;
        this.clock = clock;
    }

    Finding of(TlsProbe glance) {
        try {
            X509Certificate own = own(glance.chain());
            mustBeInTime(glance.chain());
            mustCarryTheName(own);
            mustBeForServers(own);
            mustBeTrusted(glance.chain());
            mustRefuseOldTls();
            return Finding.green(Check.SERVER_CERTIFICATE, "", praise(own, glance.protocol()));
        } catch (CheckFailedException e) {
            return Finding.red(Check.SERVER_CERTIFICATE, "", e);
        }
    }

    private static X509Certificate own(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw fault("The gateway showed no certificate.", "Give the gateway a server certificate.");
        }
        return chain.get(0);
    }

    private void mustBeInTime(List<X509Certificate> chain) {
        Instant now = clock.instant();
        for (X509Certificate link : chain) {
            String name = name(link);
            if (now.isAfter(link.getNotAfter().toInstant())) {
                throw fault(
                        "The certificate " + name + " expired at "
                                + link.getNotAfter().toInstant() + ".",
                        "Renew it with the same common name, letter for letter, and give the gateway the new file.");
            }
            if (now.isBefore(link.getNotBefore().toInstant())) {
                throw fault(
                        "The certificate " + name + " is not valid before "
                                + link.getNotBefore().toInstant() + ".",
                        "Compare the clocks of this computer and of the authority.");
            }
        }
    }

    private void mustCarryTheName(X509Certificate own) {
        String host = target.edge().getHost();
        if (!CertificateNames.fits(own, host)) {
            throw fault(
                    "The client asks for " + host + ", the certificate is good for "
                            + String.join(", ", CertificateNames.of(own)) + ".",
                    "Come by a name of the certificate, or have one issued that carries " + host + ".");
        }
    }

    private static void mustBeForServers(X509Certificate own) {
        try {
            List<String> purposes = own.getExtendedKeyUsage();
            if (purposes != null && !purposes.contains(SERVER_AUTHENTICATION) && !purposes.contains(ANY_PURPOSE)) {
                throw fault(
                        "The certificate " + name(own) + " is not for server authentication.",
                        "Issue it from a template with the extended key usage Server Authentication ("
                                + SERVER_AUTHENTICATION + ").");
            }
        } catch (CertificateParsingException e) {
            throw fault("The extended key usage of the certificate cannot be read.", "Issue a sound certificate.");
        }
    }

    private void mustBeTrusted(List<X509Certificate> chain) {
        if (!rootsOf(target.roots()).isTrusted(chain)) {
            X509Certificate last = chain.get(chain.size() - 1);
            throw fault(
                    "The " + chain.size() + " certificates that the gateway sent do not lead to a root in "
                            + (target.roots() == null ? "the Java runtime's list" : target.roots())
                            + "; the last of them was issued by " + last.getIssuerX500Principal() + ".",
                    "Give the root of the gateway's certificate to clients (here: --ca FILE), and let the gateway send its intermediates"
                            + " (certificateFile: own certificate first, then intermediates).");
        }
    }

    private static ServerChain rootsOf(@Nullable Path file) {
        try {
            return ServerChain.to(file);
        } catch (IOException e) {
            throw fault("The roots cannot be read: " + e.getMessage() + ".", "Give a PEM file with --ca.");
        }
    }

    private void mustRefuseOldTls() {
        URI edge = target.edge();
        int port = edge.getPort() < 0 ? 443 : edge.getPort();
        String accepted = Arrays.stream(LegacyTlsProbe.values())
                .filter(version -> version.isAccepted(edge.getHost(), port))
                .map(LegacyTlsProbe::text)
                .collect(Collectors.joining(" and "));
        if (!accepted.isEmpty()) {
            throw fault(
                    "The gateway still accepts " + accepted + ".",
                    "Enforce TLS 1.2: switch older versions off on the gateway and on whatever ends TLS in front of it.");
        }
    }

    private String praise(X509Certificate own, String protocol) {
        long days =
                Duration.between(clock.instant(), own.getNotAfter().toInstant()).toDays();
        String warning = WARN_DAYS.stream()
                .filter(limit -> days <= limit)
                .findFirst()
                .map(limit -> " Warning: less than " + limit + " days are left, renew it.")
                .orElse("");
        return name(own) + ", good for " + String.join(", ", CertificateNames.of(own)) + ", " + days + " days left, "
                + protocol + "; TLS 1.0 and 1.1 are refused." + warning;
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static CheckFailedException fault(String text, String next) {
        return new CheckFailedException(text, next, FailureOrigin.hop("gateway"));
    }
}
