package opencmg.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WrkTest {

    private static final LoadTarget WITH_TOKEN = new LoadTarget(1, "/role", "Bearer a.b.c", null);

    @Test
    void readsWhatTheScriptTells() {
        LoadResult result = Wrk.parse("Running 1s test\n...\nopencmg requests=1000 micros=2000000 status=3 socket=2\n");
        assertThat(result).isEqualTo(new LoadResult(997, 5, Duration.ofSeconds(2)));
        assertThat(result.perSecond()).isEqualTo(498.5);
        assertThatThrownBy(() -> result.check("nginx"))
                .hasMessageContaining("nginx")
                .hasMessageContaining("5 of 1002");
    }

    @Test
    void refusesOutputWithoutResult() {
        assertThatThrownBy(() -> Wrk.parse("unable to connect to 127.0.0.1")).hasMessageContaining("unable to connect");
    }

    @Test
    void showsTheTokenOnlyWhereThereIsOne() {
        assertThat(Wrk.script(WITH_TOKEN, Wrk.Load.DOWNLOAD))
                .contains("wrk.headers[\"Authorization\"] = \"Bearer a.b.c\"")
                .contains("done = function");
        assertThat(Wrk.script(new LoadTarget(1, "", null, null), Wrk.Load.UPLOAD))
                .doesNotContain("Authorization")
                .contains("wrk.method = \"POST\"");
    }
}
