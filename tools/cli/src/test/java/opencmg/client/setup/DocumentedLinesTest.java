package opencmg.client.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import opencmg.lab.SharedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What docs/ccmsetup.md tells people to look for is really in the logs of a run. */
@ExtendWith(SharedLab.class)
class DocumentedLinesTest {

    private static final Pattern DOCUMENTED = Pattern.compile("    (?<log>[A-Za-z]+)\\.log: (?<text>.*)");

    @TempDir
    Path dir;

    @Test
    void everyLineOfThePageIsInARun(SharedLab.Running lab) throws Exception {
        TestClient client = new TestClient(lab, dir)
                .withRetryPolicy(
                        new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(60)));
        client.installsWithPushedTasks();

        List<Matcher> lines = documented();
        assertThat(lines).hasSizeGreaterThan(25);
        List<String> missing = new ArrayList<>();
        for (Matcher line : lines) {
            if (!pattern(line.group("text"))
                    .matcher(client.log(line.group("log")))
                    .find()) {
                missing.add(line.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<Matcher> documented() throws IOException {
        return Files.readAllLines(Path.of("..", "..", "docs", "ccmsetup.md")).stream()
                .map(DOCUMENTED::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    /** A line of the log as a whole, with anything where the page has dots. */
    private static Pattern pattern(String text) {
        String quoted = List.of(text.split("\\.\\.\\.", -1)).stream()
                .map(Pattern::quote)
                .reduce((a, b) -> a + ".*" + b)
                .orElse("");
        return Pattern.compile("(?m)(?:^|LOG\\[)" + quoted + "(?:]LOG|$)");
    }
}
