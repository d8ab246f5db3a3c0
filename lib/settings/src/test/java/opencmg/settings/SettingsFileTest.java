package opencmg.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

    record Listener(Address listen, Path certificateFile) {
        Listener {
            listen = Require.present(listen, "listen", "127.0.0.1:8443");
        }
    }

    enum Colour {
        RED,
        LIGHT_BLUE
    }

    record Styled(Listener edge, Colour colour, int floors) {
        Styled {
            edge = Require.present(edge, "edge", "{listen: 127.0.0.1:8443}");
            if (floors > 9) {
                throw new IllegalArgumentException("floors must be 9 or less, for example floors: 2");
            }
        }
    }

    record Server(Listener edge, @Nullable List<Listener> more, int limit) {
        Server {
            edge = Require.present(edge, "edge", "{listen: 127.0.0.1:8443}");
            if (limit < 0) {
                throw new IllegalArgumentException("limit must not be negative, for example limit: 10");
            }
        }
    }

    record Cluster(Listener first, Listener second, String name, List<Listener> others) {
        Cluster {
            first = Require.present(first, "first", "{listen: 127.0.0.1:1}");
            second = Require.present(second, "second", "{listen: 127.0.0.1:2}");
            Require.matches(name, "[a-z]+", "name", "elm");
            others = List.copyOf(Require.present(others, "others", "[]"));
        }
    }

    @TempDir
    Path directory;

    @Test
    void readsAnAddressAndResolvesAFileNextToTheSettings() throws IOException {
        Server server = SettingsFile.read(write("""
                edge: { listen: "[::1]:8443", certificateFile: edge.pem }
                limit: 3
                """), Server.class);

        assertThat(server.edge().listen()).isEqualTo(new Address("::1", 8443));
        assertThat(server.edge().certificateFile()).isEqualTo(directory.resolve("edge.pem"));
        assertThat(server.limit()).isEqualTo(3);
    }

    @Test
    void reportsEveryFaultWithItsKeyPathAndTheKnownKeys() throws IOException {
        List<SettingsFault> faults = faultsOf("""
                edge: { listen: nowhere, certifcateFile: edge.pem }
                more:
                  - { certificateFile: a.pem }
                colour: blue
                """);

        assertThat(faults)
                .extracting(SettingsFault::keyPath)
                .containsExactlyInAnyOrder("edge.listen", "edge.certifcateFile", "more[0]", "colour");
        assertThat(faults.toString())
                .contains("'nowhere' is not of the form host:port, for example 127.0.0.1:8443")
                .contains("known here are listen, certificateFile")
                .contains("listen is missing, for example listen: 127.0.0.1:8443")
                .contains("known here are edge, more, limit");
    }

    @Test
    void reportsAMissingBlockAndABadNumber() throws IOException {
        assertThat(faultsOf("limit: 1"))
                .hasToString("[" + file() + ": edge is missing, for example edge: {listen: 127.0.0.1:8443}]");
        assertThat(faultsOf("edge: { listen: \"h:1\" }\nlimit: many").toString())
                .contains("limit: 'many' does not fit");
        assertThat(faultsOf("edge: { listen: \"h:1\" }\nlimit: -1").toString()).contains("limit must not be negative");
    }

    @Test
    void refusesBrokenYamlADuplicateKeyAWrongShapeAndAnEmptyFile() throws IOException {
        assertThat(faultsOf("edge: {").toString()).contains("(line ");
        assertThat(faultsOf("limit: 1\nlimit: 2\nedge: { listen: \"h:1\" }").toString())
                .contains("uplicate");
        assertThat(faultsOf("edge: [1, 2]").toString())
                .contains("edge: has the wrong shape: expected a block with listen, certificateFile");
        assertThat(faultsOf("").toString()).contains("is empty");
    }

    @Test
    void continuesAfterAFaultAndReportsAll() throws IOException {
        assertThat(catchThrowableOfType(
                                InvalidSettingsException.class, () -> SettingsFile.read(write("""
                                        edge: { listen: 5, nonsense: { a: 1 } }
                                        colour: green
                                        floors: 12
                                        """), Styled.class))
                        .faults())
                .extracting(fault -> fault.keyPath() + ": " + fault.problem())
                .containsExactlyInAnyOrder(
                        "edge.listen: '5' has the wrong shape: expected text, for example \"127.0.0.1:8443\"",
                        "edge.nonsense: is not a known key; known here are listen, certificateFile",
                        "colour: 'green' is none of red, light_blue");
    }

    @Test
    void reportsTheFaultOfAParentTogetherWithThatOfItsChild() throws IOException {
        Path file = write("edge: { listen: \"h:1\" }\ncolour: green\nfloors: 12\n");
        assertThat(catchThrowableOfType(InvalidSettingsException.class, () -> SettingsFile.read(file, Styled.class))
                        .faults())
                .extracting(SettingsFault::problem)
                .containsExactlyInAnyOrder(
                        "'green' is none of red, light_blue", "floors must be 9 or less, for example floors: 2");
    }

    @Test
    void reportsAllMissingKeysAtOnce() throws IOException {
        Path file = write("first: { listen: \"h:1\" }\n");
        assertThat(catchThrowableOfType(InvalidSettingsException.class, () -> SettingsFile.read(file, Cluster.class)))
                .hasMessage("""
                        %1$s: second is missing, for example second: {listen: 127.0.0.1:2}
                        %1$s: name is missing, for example name: elm
                        %1$s: others is missing, for example others: []""".formatted(file));
    }

    @Test
    void reportsMissingKeysTogetherWithAnInvalidOne() throws IOException {
        Path file = write("first: { listen: nowhere }\nname: elm\n");
        assertThat(catchThrowableOfType(InvalidSettingsException.class, () -> SettingsFile.read(file, Cluster.class))
                        .faults())
                .extracting(fault -> fault.keyPath() + ": " + fault.problem().split(" ", 2)[0])
                .containsExactlyInAnyOrder("first.listen: 'nowhere'", ": second", ": others");
    }

    @Test
    void addsTheFileToFaultsThatWereFoundAtStart() {
        InvalidSettingsException found = new InvalidSettingsException(List.of(
                new SettingsFault("", "edge.listen", "is in use"),
                new SettingsFault("edge.pem", "", "does not exist")));

        assertThat(found).hasMessage("edge.listen: is in use\nedge.pem: does not exist");
        assertThat(found.in("g.yaml")).hasMessage("g.yaml: edge.listen: is in use\nedge.pem: does not exist");
    }

    @Test
    void reportsThePositionOfAYamlError() throws IOException {
        assertThat(faultsOf("a: [1\n b: {").toString())
                .contains("is not valid YAML: expected ")
                .contains("(line 2, column ");
        assertThat(faultsOf("\tfoo: bar\n").toString()).contains("TAB").contains("(line 1, column 1)");
    }

    @Test
    void reportsThatAFileDoesNotExist() {
        InvalidSettingsException thrown = catchThrowableOfType(
                InvalidSettingsException.class, () -> SettingsFile.read(directory.resolve("none.yaml"), Server.class));
        assertThat(thrown).hasMessageContaining("none.yaml: does not exist");
    }

    private List<SettingsFault> faultsOf(String yaml) throws IOException {
        Path file = write(yaml);
        InvalidSettingsException thrown =
                catchThrowableOfType(InvalidSettingsException.class, () -> SettingsFile.read(file, Server.class));
        assertThat(thrown).as("nothing was refused in: %s", yaml).isNotNull();
        return thrown.faults();
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(file(), yaml);
    }

    private Path file() {
        return directory.resolve("server.yaml");
    }
}
