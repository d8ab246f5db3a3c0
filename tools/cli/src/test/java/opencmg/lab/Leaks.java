package opencmg.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Netty has told of buffers in parts that are processes; they look for leaks as tests do (tools/cli/pom.xml). */
final class Leaks {

    private Leaks() {}

    /** Fails when one of them has leaked a buffer, or none has a log. */
    static void noneIn(Path logs) throws IOException {
        try (Stream<Path> all = Files.list(logs)) {
            List<Path> files = all.toList();
            assertThat(files).as("logs of parts").isNotEmpty();
            for (Path log : files) {
                assertThat(Files.readString(log)).as("%s", log.getFileName()).doesNotContain("LEAK:");
            }
        }
    }
}
