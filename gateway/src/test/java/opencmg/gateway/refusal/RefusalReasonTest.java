package opencmg.gateway.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalReasonTest {

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void isAValidHttpResponse(RefusalReason reason) {
        assertThat(reason.status()).isBetween(400, 508);
        assertThat(reason.phrase()).matches("[A-Za-z_]{4,64}");
        assertThat(reason.hint()).endsWith(".").doesNotContain("\n");
        assertThat(reason.title()).isNotBlank();
        assertThat(reason.retryAfterSeconds() > 0).isEqualTo(reason.status() == 503);
    }

    @ParameterizedTest
    @EnumSource(value = RefusalReason.class, names = "TOKEN_.*", mode = EnumSource.Mode.MATCH_ALL)
    void usesTheProductsPhraseForEveryBadBearerToken(RefusalReason reason) {
        assertThat(reason.status()).isEqualTo(401);
        assertThat(reason.phrase()).isEqualTo("CMGService_Invalid_Token");
    }

    /** Operators look codes and phrases up there. */
    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void isDocumented(RefusalReason reason) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "authentication.md"));
        assertThat(String.join(" ", lines).replaceAll(" +", " "))
                .contains("- `" + reason.code() + "`: " + reason.title() + ". " + reason.hint());
        assertThat(lines)
                .anyMatch(line -> line.startsWith("| `" + reason.code() + "` | " + reason.status() + " | `"
                        + reason.phrase() + "` | " + reason.hop().text() + " |"));
    }

    @Test
    void usesTheProductsPhraseForAnUntrustedCertificate() {
        assertThat(RefusalReason.CERTIFICATE_UNTRUSTED.phrase()).isEqualTo("Unauthorized");
        assertThat(RefusalReason.NO_CREDENTIAL.phrase()).isEqualTo("Unauthorized");
    }

    @Test
    void derivesOtherPhrasesFromTheCode() {
        assertThat(RefusalReason.NO_CONNECTION_POINT.phrase()).isEqualTo("CMGService_No_Connection_Point");
        assertThat(RefusalReason.NO_CONNECTION_POINT.code()).isEqualTo("no_connection_point");
    }

    @Test
    void namesTheHops() {
        assertThat(Arrays.stream(Hop.values()).map(Hop::text))
                .containsExactly("client", "gateway", "tunnel", "connection-point", "upstream");
    }

    @Test
    void hidesDetailsFromRemoteClients() {
        Refusal refusal = new Refusal(RefusalReason.TOKEN_BLOCKED, "blocked by CORP\\admin").by("token");
        JsonObject shortForm =
                ProblemDocument.json(refusal, "r-1", ProblemDocument.Form.SHORT).toJsonObject();
        JsonObject longForm =
                ProblemDocument.json(refusal, "r-1", ProblemDocument.Form.LONG).toJsonObject();

        assertThat(shortForm.encode()).doesNotContain("admin");
        assertThat(longForm.getString("detail")).isEqualTo("blocked by CORP\\admin");
        assertThat(longForm.fieldNames())
                .containsExactlyInAnyOrder(
                        "type", "title", "status", "detail", "code", "hop", "hint", "requestId", "way");
        assertThat(longForm.getInteger("status")).isEqualTo(401);
    }

    @Test
    void wrapsUnexpectedFailuresAsInternal() {
        assertThat(Refusal.of(new IllegalStateException("x")).reason()).isEqualTo(RefusalReason.INTERNAL);
        Refusal refusal = new Refusal(RefusalReason.DRAINING, "");
        assertThat(Refusal.of(refusal)).isSameAs(refusal);
        assertThat(refusal.getStackTrace()).isEmpty();
    }
}
