package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import opencmg.mockmp.scenarios.Scenario;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.SettingsFile;
import opencmg.settings.site.MpMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MockSiteSettingsTest {

    @TempDir
    Path directory;

    @Test
    void readsTheSmallestFileWithItsDefaults() throws IOException {
        MockSiteSettings settings = read("""
            siteCode: LAB
            dataDir: site-data
            managementPoint: { listen: 127.0.0.1:0, fqdn: mp1.corp.example }
            updatePoint: { listen: 127.0.0.1:0 }
            siteServer: { listen: 127.0.0.1:0 }
            """);

        assertThat(settings.mode()).isEqualTo(MpMode.EHTTP);
        assertThat(settings.dataDir()).isEqualTo(directory.resolve("site-data"));
        assertThat(settings.mpRoleId()).isEqualTo("72057594037927939");
        assertThat(settings.messages().inflatedBytes()).isEqualTo(16 << 20);
    }

    @Test
    void readsAFileWithEveryKey() throws IOException {
        MockSiteSettings settings = read("""
            siteCode: LAB
            hierarchyId: cdcc5e91-0adf-4a24-82d0-196667f1c081
            dataDir: site-data
            mode: https
            managementPoint:
              listen: 127.0.0.1:8443
              plainListen: 127.0.0.1:8080
              fqdn: mp1.corp.example
              certificateFile: mp.pem
              keyFile: mp.key
              clientTrustFile: roots.pem
              trustedPeers: [ 127.0.0.1 ]
              connectionPointFile: cp.pem
            updatePoint: { listen: 127.0.0.1:8530 }
            siteServer: { listen: 127.0.0.1:8090, secretFile: site.secret }
            serviceName: cmg.corp.example
            clientFiles: client
            clients: { rootFiles: [ root.pem ], intermediateFiles: [ issuing.pem ], verifyRevocation: true }
            tenants:
              - tenantId: f2c1a9f0-1111-4c5b-82f3-bf673e5bd0a2
                issuers: [ "https://sts.windows.net/f2c1a9f0-1111-4c5b-82f3-bf673e5bd0a2/" ]
                audiences: [ "https://ConfigMgrService" ]
                keySetUrl: https://login.example/keys
            database: { url: "jdbc:postgresql://127.0.0.1:5432/cm_lab", user: cm_lab, passwordFile: db.password }
            mpRoleId: "8"
            supRoleId: "9"
            passiveSiteServer: true
            messages: { sentBytes: 1048576, inflatedBytes: 4194304 }
            scenarios:
              - { name: slow-sts, path: /CCM_STS, role: MP, fault: slow, millis: 500, times: 3 }
            """);

        assertThat(settings.scenarios()).singleElement().satisfies(scenario -> assertThat(scenario.fault())
                .isEqualTo(Scenario.Fault.SLOW));
        assertThat(settings.passiveSiteServer()).isTrue();
    }

    @Test
    void theExampleSaysNothingButDefaults() throws IOException {
        Path file = Path.of("../examples/mock-mp.yaml");
        MockSiteSettings example = SettingsFile.read(file, MockSiteSettings.class);
        MockSiteSettings smallest = read("""
            siteCode: LAB
            dataDir: site-data
            managementPoint: { listen: 127.0.0.1:8443, plainListen: 127.0.0.1:8080, fqdn: mp1.corp.example, trustedPeers: [ 127.0.0.1 ] }
            updatePoint: { listen: 127.0.0.1:8530 }
            siteServer: { listen: 127.0.0.1:8090, secretFile: site.secret }
            serviceName: cmg.corp.example
            """);

        assertThat(example)
                .usingRecursiveComparison()
                .ignoringFields("dataDir", "siteServer.secretFile")
                .isEqualTo(smallest);
        assertThat(read(Files.readString(file)
                                .replaceAll("(?m)^( *)# (?=[a-zA-Z-]+:|  |[- ]+[a-z{])", "$1")
                                .replaceAll("(?m)^scenarios: \\[]$", ""))
                        .tenants())
                .as("what is commented out is right too")
                .hasSize(1);
    }

    @Test
    void tellsWhatModeHttpsLacks() {
        assertThat(faults("""
            siteCode: LAB
            dataDir: site-data
            mode: https
            managementPoint: { listen: 127.0.0.1:0, fqdn: mp1.corp.example }
            updatePoint: { listen: 127.0.0.1:0 }
            siteServer: { listen: 127.0.0.1:0 }
            """)).contains("mode https needs certificateFile, keyFile and clientTrustFile");
    }

    @Test
    void keepsTheLimitsOfMessagesWithinReason() {
        assertThat(faults("""
            siteCode: LAB
            dataDir: site-data
            managementPoint: { listen: 127.0.0.1:0, fqdn: mp1.corp.example }
            updatePoint: { listen: 127.0.0.1:0 }
            siteServer: { listen: 127.0.0.1:0 }
            messages: { sentBytes: 2147483647, inflatedBytes: 16777216 }
            """)).contains("sentBytes must be 1024 to 268435456, for example");
    }

    @Test
    void tellsEachFaultInOneLine() {
        assertThat(faults("""
            siteCode: LABOR
            dataDir: site-data
            colour: blue
            managementPoint: { listen: nowhere, fqdn: mp1.corp.example }
            updatePoint: { listen: 127.0.0.1:0 }
            siteServer: { listen: 127.0.0.1:0 }
            """))
                .contains("colour: is not a known key")
                .contains("managementPoint.listen: 'nowhere' is not of the form host:port");
    }

    private String faults(String yaml) {
        InvalidSettingsException invalid = catchThrowableOfType(InvalidSettingsException.class, () -> {
            MockSiteSettings unexpected = read(yaml);
            throw new AssertionError(unexpected);
        });
        return String.valueOf(invalid.getMessage());
    }

    private MockSiteSettings read(String yaml) throws IOException {
        Path file = directory.resolve("mock-mp.yaml");
        Files.writeString(file, yaml);
        return SettingsFile.read(file, MockSiteSettings.class);
    }
}
