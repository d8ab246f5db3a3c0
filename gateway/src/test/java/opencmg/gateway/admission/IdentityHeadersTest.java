package opencmg.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import opencmg.certs.IssuedCertificate;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.identity.Identity.TokenKind;
import opencmg.gateway.identity.PeerChain;
import opencmg.gateway.identity.TestSite;
import opencmg.gateway.site.PublishedSite.PublishedRole;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityHeadersTest {

    private static final TestSite SITE = new TestSite();
    private static final PublishedRole ROLE =
            Objects.requireNonNull(SITE.published().current().role(TestSite.MP));
    private static final IssuedCertificate CLIENT = SITE.client("PC01");
    private static final UUID ID = UUID.fromString("db591e33-96fd-4c5b-82f3-bf673e5bd0a2");

    private final MultiMap received = MultiMap.caseInsensitiveMultiMap();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Client-Cert",
                "client_cert",
                "CLIENT.CERT",
                "Client_Cert-Chain",
                "client~cert",
                "X-OpenCMG-Client-Way",
                "x_opencmg_client_way",
                "x.opencmg.request.id",
                "X-OPENCMG_Anything",
                "x!opencmg-client-subject"
            })
    void dropsFieldsThatCouldBeMistakenForReservedOnes(String name) {
        received.add(name, "forged");
        MultiMap forwarded = forwarded(pki());

        assertThat(forwarded.entries()).noneMatch(field -> field.getValue().contains("forged"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-opencm",
                "client-certificate",
                "client-cer",
                "client-cert-chains",
                "xopencmg-way",
                "ccmclientid"
            })
    void forwardsOtherFields(String name) {
        received.add(name, "kept");
        assertThat(forwarded(pki()).getAll(name)).containsExactly("kept");
    }

    @Test
    void setsTheIdentityFieldsForACertificate() {
        MultiMap forwarded = forwarded(pki());

        assertThat(forwarded.get("x-opencmg-request-id")).isEqualTo("r-1");
        assertThat(forwarded.get("x-opencmg-client-way")).isEqualTo("pki");
        assertThat(forwarded.get("x-opencmg-client-subject")).isEqualTo("CN=PC01");
        assertThat(forwarded.contains("x-opencmg-client-device")).isFalse();
        String value = forwarded.get("client-cert");
        assertThat(value).startsWith(":").endsWith(":");
        assertThat(Buffer.buffer(Base64.getDecoder().decode(value.substring(1, value.length() - 1))))
                .isEqualTo(Buffer.buffer(encoded()));
    }

    @Test
    void forwardsACertificateWithATokenOnlyWhenTheTokenIsBoundToIt() {
        assertThat(forwarded(token(null)).contains("client-cert")).isFalse();
        MultiMap bound = forwarded(token(PeerChain.of(CLIENT.chain()).thumbprint()));

        assertThat(bound.contains("client-cert")).isTrue();
        assertThat(bound.get("x-opencmg-client-device")).isEqualTo("GUID:" + ID);
        assertThat(bound.get("x-opencmg-client-subject")).isEqualTo(ID.toString());
    }

    @Test
    void dropsHopByHopFieldsAndThoseNamedInConnection() {
        received.add("Connection", "keep-alive, X-Hop , close")
                .add("connection", "x-second")
                .add("X-Hop", "1")
                .add("X-Second", "1")
                .add("Keep-Alive", "timeout=5")
                .add("TE", "trailers")
                .add("Upgrade", "h2c")
                .add("Transfer-Encoding", "chunked")
                .add("Proxy-Authorization", "Basic x")
                .add("Expect", "100-continue")
                .add("Content-Type", "text/plain")
                .add("Authorization", "Bearer t");
        MultiMap forwarded = forwarded(pki());

        assertThat(forwarded.names())
                .containsExactlyInAnyOrder(
                        "content-type",
                        "authorization",
                        "x-opencmg-request-id",
                        "x-opencmg-client-way",
                        "x-opencmg-client-subject",
                        "client-cert");
    }

    @Test
    void keepsIdentityFieldsThatAClientNamesInConnection() {
        received.add("Connection", "x-opencmg-client-way, Client-Cert, X-OpenCMG-Request-Id");
        MultiMap forwarded = forwarded(pki());

        assertThat(forwarded.get("x-opencmg-client-way")).isEqualTo("pki");
        assertThat(forwarded.get("client-cert")).isNotNull();
        assertThat(forwarded.contains("connection")).isFalse();
    }

    @Test
    void keepsTheOrderOfRepeatedFieldsAndDoesNotChangeTheRequest() {
        received.add("X-Many", "1").add("X-Many", "2").add("Client-Cert", "forged");
        assertThat(forwarded(pki()).getAll("x-many")).containsExactly("1", "2");
        assertThat(received.get("Client-Cert")).isEqualTo("forged");
    }

    @Test
    void encodesNonAsciiLettersAndLineEnds() {
        Identity identity = new Identity.Pki("CN=J\u00fcrgen 100%\r\nX: y", "1", "CN=CA", Instant.MAX);
        assertThat(forwarded(identity).get("x-opencmg-client-subject")).isEqualTo("CN=J%C3%BCrgen 100%25%0D%0AX: y");
        Identity endless = new Identity.Pki("CN=" + "\u00fc".repeat(10_000), "1", "CN=CA", Instant.MAX);
        assertThat(forwarded(endless).get("x-opencmg-client-subject")).hasSizeLessThan(1100);
    }

    private MultiMap forwarded(Identity identity) {
        AdmissionRequest request = new AdmissionRequest("r-1", "GET", "/", received, CLIENT.chain(), -1);
        MultiMap forwarded = MultiMap.caseInsensitiveMultiMap();
        IdentityHeaders.forward(
                new Admitted(request, identity, ROLE, ROLE.endpoints().get(0), "/SMS_MP"), forwarded);
        return forwarded;
    }

    private static Identity pki() {
        return new Identity.Pki("CN=PC01", "1", "CN=CA", Instant.MAX);
    }

    private static Identity token(@Nullable String boundTo) {
        return new Identity.SiteToken(TokenKind.CLIENT, ID, "GUID:" + ID, boundTo, Instant.MAX);
    }

    private static byte[] encoded() {
        try {
            return CLIENT.certificate().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }
}
