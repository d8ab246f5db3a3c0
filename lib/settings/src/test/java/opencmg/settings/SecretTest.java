package opencmg.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {

    @Test
    void isReadFromAFileAndNeverShown(@TempDir Path directory) throws IOException {
        Secret secret = Secret.fromFile(Files.writeString(directory.resolve("s"), "open sesame\n"));

        assertThat(secret.matches("open sesame")).isTrue();
        assertThat(secret.matches("open")).isFalse();
        assertThat(secret).hasToString("******");
        assertThat(secret.reveal()).isEqualTo("open sesame");
    }

    @Test
    void refusesAnEmptyFile(@TempDir Path directory) throws IOException {
        Path empty = Files.writeString(directory.resolve("s"), "\n");
        assertThatThrownBy(() -> Secret.fromFile(empty))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("openssl rand");
    }
}
