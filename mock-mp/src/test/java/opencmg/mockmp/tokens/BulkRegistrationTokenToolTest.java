package opencmg.mockmp.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BulkRegistrationTokenToolTest {

    private static final UUID ID = UUID.fromString("db591e33-96fd-4c5b-82f3-bf673e5bd0a2");

    private final List<Integer> asked = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void printsGuidValidityAndToken() {
        assertThat(run("/new")).isZero();
        assertThat(asked).containsExactly(4320);
        assertThat(text(out))
                .contains("db591e33-96fd-4c5b-82f3-bf673e5bd0a2")
                .contains("2026-01-01T00:00:00Z")
                .contains("2026-01-04T00:00:00Z")
                .contains("Token: the.jwt.text");
    }

    @Test
    void takesTheLifetimeInEverySpelling() {
        assertThat(run("/new", "/lifetime:60")).isZero();
        assertThat(run("/NEW", "/Lifetime", "61")).isZero();
        assertThat(run("--new", "--lifetime=62")).isZero();
        assertThat(run("/lifetime:63")).isZero();
        assertThat(asked).containsExactly(60, 61, 62, 63);
    }

    @Test
    void showsItsUsageWhenAskedOrGivenNothing() {
        assertThat(run("/?")).isZero();
        assertThat(run()).isZero();
        assertThat(asked).isEmpty();
        assertThat(text(out)).contains("/lifetime:MINUTES").contains("10080");
    }

    @Test
    void refusesBadArgumentsWithAnExample() {
        assertThat(run("/new", "/lifetime:10081")).isEqualTo(2);
        assertThat(run("/new", "/lifetime:0")).isEqualTo(2);
        assertThat(run("/new", "/lifetime:soon")).isEqualTo(2);
        assertThat(run("/revoke")).isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(text(errors)).contains("for example /lifetime:4320").contains("'/revoke' is not known");
    }

    @Test
    void saysWhyTheSiteRefuses() {
        BulkTokens refusing = minutes -> {
            throw new TokenRefusedException("passive mode");
        };
        int code = new BulkRegistrationTokenTool(refusing)
                .run(List.of("/new"), new PrintStream(out), new PrintStream(errors, true, StandardCharsets.UTF_8));

        assertThat(code).isEqualTo(1);
        assertThat(text(errors)).contains("passive mode");
    }

    private int run(String... arguments) {
        BulkTokens tokens = minutes -> {
            asked.add(minutes);
            Instant begin = Instant.parse("2026-01-01T00:00:00Z");
            return new IssuedToken(ID, TokenCategory.BULK, begin, begin.plusSeconds(minutes * 60L), "the.jwt.text");
        };
        return new BulkRegistrationTokenTool(tokens)
                .run(
                        List.of(arguments),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
