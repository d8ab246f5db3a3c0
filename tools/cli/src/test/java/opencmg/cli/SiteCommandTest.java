package opencmg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import opencmg.lab.SharedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people do with the site of a running lab. */
@ExtendWith(SharedLab.class)
class SiteCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void showsMessages(SharedLab.Running lab) {
        assertThat(run(lab, "messages")).isZero();
        assertThat(out.toString()).containsPattern("Nothing has been reported yet.|mp_[a-z]+ +[0-9]+");
    }

    @Test
    void addsAPolicy(SharedLab.Running lab, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("policy.xml"), "<Policy/>");
        String nobody = "GUID:0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0";

        assertThat(run(lab, "policy", file.toString(), "--version", "2.01", "--device", nobody))
                .isZero();
        assertThat(out.toString()).containsPattern("Policy \\{[0-9a-f-]{36}} 2.01 is assigned.");
        assertThat(run(lab, "policy", directory.resolve("none").toString())).isEqualTo(2);
        assertThat(run(lab, "policy", file.toString(), "--version", "one")).isEqualTo(2);
        assertThat(err.toString()).contains("for example version: 1.00");
    }

    @Test
    void putsFaultsInForceAndEndsThem(SharedLab.Running lab) {
        assertThat(run(lab, "scenario", "server-error", "--path", "/SMS_MP/nobody", "--times", "2"))
                .isZero();
        assertThat(out.toString())
                .contains("server_error")
                .contains("/SMS_MP/nobody")
                .contains("2 times");
        assertThat(run(lab, "scenario", "none")).isZero();
        assertThat(run(lab, "scenario")).isZero();
        assertThat(out.toString()).contains("No fault is in force.");
        assertThat(run(lab, "scenario", "flood")).isEqualTo(2);
        assertThat(err.toString()).contains("'flood' is no fault, for example slow; there are slow, endless_body");
    }

    private int run(SharedLab.Running lab, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = new String[words.length + 3];
        all[0] = "site";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--lab";
        all[words.length + 2] = lab.directory().toString();
        return OpenCmg.program()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
