package opencmg.launch.cmtrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFolderTest {

    private static final Instant NOW = Instant.parse("2022-05-02T05:43:58.007Z");

    @TempDir
    Path dir;

    private final List<LogLine> lines = new ArrayList<>();

    @Test
    void writesLinesInTheFormatOfCmTrace() throws Exception {
        folder("Asia/Tokyo").component("ccmsetup", "ccmsetup.cpp").error("a\nb");

        assertThat(Files.readString(dir.resolve("Logs/ccmsetup.log")))
                .matches("<!\\[LOG\\[a\nb]LOG]!><time=\"14:43:58\\.007-540\" date=\"05-02-2022\" component=\"ccmsetup\""
                        + " context=\"\" type=\"3\" thread=\""
                        + Thread.currentThread().getId()
                        + "\" file=\"ccmsetup\\.cpp:[1-9][0-9]*\">\r\n");
    }

    @Test
    void writesTheBiasWithTheOppositeSignOfTheOffset() throws Exception {
        assertThat(biasIn("America/New_York")).contains("+240\"");
        assertThat(biasIn("UTC")).contains("+000\"");
        assertThat(biasIn("Europe/Lisbon")).contains("-60\"");
    }

    @Test
    void appendsAndNotifiesTheListener() throws Exception {
        LogFolder folder = folder("UTC");
        folder.component("A", "a").info("one");
        folder.component("A", "a").warning("two");

        assertThat(Files.readAllLines(dir.resolve("Logs/A.log"))).hasSize(2);
        assertThat(lines).extracting(LogLine::text).containsExactly("one", "two");
    }

    private String biasIn(String zone) throws Exception {
        folder(zone).component("B", "b").info("x");
        return lines.get(lines.size() - 1).format();
    }

    private LogFolder folder(String zone) throws Exception {
        return new LogFolder(dir.resolve("Logs"), Clock.fixed(NOW, ZoneId.of(zone)), lines::add);
    }
}
