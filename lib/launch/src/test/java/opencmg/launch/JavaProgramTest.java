package opencmg.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProgramTest {

    @TempDir
    private Path folder;

    private Path jar(Attributes.Name name, String value) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(name, value);
        Path jar = folder.resolve("old.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    @Test
    void anotherBuildStartsWithTheMainClassOfItsManifest() throws IOException {
        Path jar = jar(Attributes.Name.MAIN_CLASS, "opencmg.lab.Main");
        JavaProgram program = JavaProgram.of(jar);
        assertThat(program).isEqualTo(new JavaProgram(jar.toString(), "opencmg.lab.Main"));
        assertThat(JvmCommand.of(program, "64m", List.of(), List.of("gateway")))
                .containsSequence("-cp", jar.toString(), "opencmg.lab.Main", "gateway");
    }

    @Test
    void refusesAJarWithoutAMainClass() throws IOException {
        Path jar = jar(Attributes.Name.IMPLEMENTATION_TITLE, "a library");
        assertThatThrownBy(() -> JavaProgram.of(jar)).hasMessageContaining("no Main-Class");
    }

    @Test
    void refusesWhatIsNoJar() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "text");
        assertThatThrownBy(() -> JavaProgram.of(text)).isInstanceOf(IOException.class);
    }
}
