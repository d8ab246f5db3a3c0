package opencmg.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import opencmg.gateway.admin.AdminSettings;
import opencmg.gateway.edge.LogSettings;
import opencmg.gateway.edge.TlsEngine;
import opencmg.gateway.revocation.RevocationSettings;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.SettingsFault;
import opencmg.settings.SettingsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewaySettingsTest {

    @TempDir
    Path directory;

    @Test
    void showsTheDefaultsInTheExample() throws IOException {
        GatewaySettings example = SettingsFile.read(Path.of("../examples/gateway.yaml"), GatewaySettings.class);

        assertThat(example.admin()).isEqualTo(AdminSettings.DEFAULTS);
        assertThat(example.revocation()).isEqualTo(RevocationSettings.DEFAULTS);
        assertThat(example.explain()).isEqualTo(GatewaySettings.ExplainAudience.OPERATORS);
        assertThat(example.limits()).isEqualTo(GatewayLimits.DEFAULTS);
        assertThat(example.log()).isEqualTo(LogSettings.DEFAULTS);
        assertThat(example.edge().protocols()).containsExactly("TLSv1.2");
        assertThat(example.tunnel().siteCode()).isNull();
        assertThat(example.edge().engine()).isEqualTo(TlsEngine.AUTO);
        assertThat(example.edge().via())
                .isEqualTo(World.settings(directory).edge().via())
                .isEqualTo("opencmg-gateway");
    }

    @Test
    void needsNoMoreThanAddressesAndFiles() throws IOException {
        GatewaySettings settings = World.settings(directory);

        assertThat(settings.limits()).isEqualTo(GatewayLimits.DEFAULTS);
        assertThat(settings.edge().certificateFile()).isEqualTo(directory.resolve("edge.pem"));
        assertThat(settings.name()).contains("@");
    }

    @Test
    void tellsEveryFaultOfAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.yaml"), """
                edge: { listen: "127.0.0.1:0", certificateFile: edge.pem, keyFile: edge.key, protocols: [TLSv1.1] }
                tunnel: { listen: "127.0.0.1:0", certificateFile: t.pem, keyFile: t.key, trustFile: ca.pem, siteCode: LABOR }
                limits: { inFlight: -1 }
                log: { access: loud }
                """);
        InvalidSettingsException refused = catchThrowableOfType(
                InvalidSettingsException.class, () -> SettingsFile.read(file, GatewaySettings.class));

        assertThat(refused.faults().stream().map(SettingsFault::toString))
                .anyMatch(line -> line.contains("bad.yaml: edge: protocols may hold [TLSv1.2, TLSv1.3]"))
                .anyMatch(line -> line.contains("bad.yaml: tunnel: siteCode is 'LABOR'"))
                .anyMatch(line -> line.contains("bad.yaml: limits: inFlight must not be negative"))
                .anyMatch(line -> line.contains("bad.yaml: log.access: 'loud' is none of off, refused, all"));
    }

    @Test
    void refusesANameForViaThatIsNone() throws IOException {
        Path file = Files.writeString(
                directory.resolve("bad.yaml"),
                World.yaml(
                        "edge: { listen: \"127.0.0.1:0\", certificateFile: edge.pem, keyFile: edge.key, via: \"a b\" }"));
        InvalidSettingsException refused = catchThrowableOfType(
                InvalidSettingsException.class, () -> SettingsFile.read(file, GatewaySettings.class));

        assertThat(refused.faults().stream().map(SettingsFault::toString))
                .anyMatch(line -> line.contains("edge: via is to be a name without blanks, or off, for example via:"));
    }
}
