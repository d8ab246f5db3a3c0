package opencmg.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmCommandTest {

    @TempDir
    Path folder;

    @Test
    void usesTheSameFlagsAsTheLauncher() throws IOException {
        String launcher = Files.readString(Path.of("..", "..", "opencmg"));
        assertThat(JvmFlags.ALL).allSatisfy(flag -> assertThat(launcher).contains(" " + flag));
        assertThat(launcher).contains("collector=" + JvmFlags.COLLECTOR);
    }

    @Test
    void keepsTheCollectorThatTheUserChooses() {
        assertThat(JvmFlags.withUserOptions(List.of("-Xint"))).contains(JvmFlags.COLLECTOR);
        assertThat(JvmFlags.withUserOptions(List.of("-XX:+UseSerialGC"))).doesNotContain(JvmFlags.COLLECTOR);
    }

    @Test
    void splitsTheOptionsOfTheUser() {
        assertThat(JvmCommand.splitWords("  -Xint   -Da=b ")).containsExactly("-Xint", "-Da=b");
        assertThat(JvmCommand.splitWords(" ")).isEmpty();
    }

    @Test
    void usesOnlyAnArchiveOfThisJar() throws IOException {
        Path jar = Files.writeString(folder.resolve("opencmg.jar"), "jar");
        assertThat(ClassArchive.flags(jar.toString())).as("no archive").isEmpty();
        Path archive = Files.writeString(ClassArchive.of(jar), "archive");
        assertThat(ClassArchive.flags(jar.toString())).contains("-XX:SharedArchiveFile=" + archive.toAbsolutePath());
        Files.setLastModifiedTime(archive, FileTime.from(Instant.EPOCH));
        assertThat(ClassArchive.flags(jar.toString())).as("older than the jar").isEmpty();
    }

    @Test
    void usesNoArchiveForFoldersOfClasses() {
        assertThat(ClassArchive.flags(folder.toString())).isEmpty();
    }
}
