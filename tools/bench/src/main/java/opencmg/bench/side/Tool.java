package opencmg.bench.side;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Programs that the benchmark takes from the machine. */
public enum Tool {
    WRK("wrk", "wrk", "-v"),
    NGINX("nginx", "nginx-light", "-v"),
    HAPROXY("haproxy", "haproxy", "-v"),
    SSHD("sshd", "openssh-server", "-V"),
    SSH("ssh", "openssh-client", "-V");

    private final String command;
    private final String debianPackage;
    private final String versionOption;

    Tool(String command, String debianPackage, String versionOption) {
        this.command = command;
        this.debianPackage = debianPackage;
        this.versionOption = versionOption;
    }

    public String command() {
        return command;
    }

    /** What {@code apt-get install} wants to hear. */
    public String debianPackage() {
        return debianPackage;
    }

    /** Servers stand in folders that are not on everybody's path. */
    public boolean isHere() {
        return path() != null;
    }

    private @Nullable Path path() {
        String search = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(search.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** How to start it. */
    String executable() {
        Path path = path();
        return path == null ? command : path.toString();
    }

    /** The first line of what it says about itself. */
    public String version() {
        try {
            Process asked = new ProcessBuilder(List.of(executable(), versionOption))
                    .redirectErrorStream(true)
                    .start();
            byte[] said = asked.getInputStream().readNBytes(4096);
            asked.waitFor(5, TimeUnit.SECONDS);
            asked.destroyForcibly();
            return new String(said, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches(".*[0-9]\\.[0-9].*"))
                    .findFirst()
                    .orElse(command)
                    .replaceAll("\\s+", " ")
                    .strip();
        } catch (IOException e) {
            return command + ", version unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return command;
        }
    }
}
