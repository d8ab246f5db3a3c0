package opencmg.connectionpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionPointSettingsTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    private static final String WHOLE = """
            id: 5f0c7a52-8f1e-4d8a-9a53-1d1a5f4d2c11
            certificateFile: cp.pem
            keyFile: cp.key
            trustFile: tunnel-ca.pem
            gateways: ["127.0.0.1:10140"]
            site: { file: site.yaml }
            """;

    @TempDir
    Path folder;

    @Test
    void readsTheExample() {
        ConnectionPointSettings settings = ConnectionPointSettings.read(EXAMPLES.resolve("connection-point.yaml"));

        assertThat(settings.gateways()).isNotEmpty();
        assertThat(settings.upstream().candidates()).isNotEmpty();
        assertThat(settings.limits().exchanges()).isEqualTo(8192);
    }

    @Test
    void readsTheExampleOfASite() {
        SiteConfiguration site = SiteDocument.fromYaml(EXAMPLES.resolve("site.yaml"));

        assertThat(site.roles()).hasSize(2).allSatisfy(role -> assertThat(role.internalUrl())
                .isNotNull());
    }

    @Test
    void appliesDefaults() throws Exception {
        ConnectionPointSettings settings = read(WHOLE);

        assertThat(settings.connections()).isBetween(2, 4);
        assertThat(settings.admin().listen()).hasToString("127.0.0.1:8082");
        assertThat(settings.certificateFile()).isEqualTo(folder.resolve("cp.pem"));
        assertThat(settings.upstream().candidates()).isEmpty();
        assertThat(settings.limits().drainSeconds()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id: 5f0c7a52-8f1e-4d8a-9a53-1d1a5f4d2c11 |                                 | id is missing
            gateways: ["127.0.0.1:10140"]            | gateways: []                    | gateways must name one or more
            gateways: ["127.0.0.1:10140"]            | gateways: [gateway.example]     | host:port
            site: { file: site.yaml }                | site: { url: "http://x:1" }     | secretFile
            site: { file: site.yaml }                | site: { url: "ftp://x", secretFile: s } | http or https
            site: { file: site.yaml }                | site: { }                       | either url or file
            keyFile: cp.key                          | keyFile: cp.key;conections: 2  | conections
            keyFile: cp.key                          | keyFile: cp.key;connections: 99 | connections is 99
            keyFile: cp.key                          | keyFile: cp.key;limits: { exchanges: -1 } | limits
            keyFile: cp.key                          | keyFile: cp.key;upstream: { keyFile: k } | keyFile stands without certificateFile
            """)
    void explainsEachFaultWithAnExample(String right, String wrong, String said) {
        String text = WHOLE.replace(right, wrong == null ? "" : wrong.replace(';', '\n'));

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(said);
    }

    private ConnectionPointSettings read(String yaml) throws Exception {
        return ConnectionPointSettings.read(Files.writeString(folder.resolve("connection-point.yaml"), yaml));
    }
}
