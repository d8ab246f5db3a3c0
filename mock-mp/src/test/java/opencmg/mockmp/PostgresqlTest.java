package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import opencmg.mockmp.database.DatabaseSettings;
import opencmg.settings.site.MpMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client's whole road on PostgreSQL. */
class PostgresqlTest {

    /** The last two hide from an expression over the text; the first asks for another user's rights. */
    private static final List<String> ATTACKS = List.of(
            "SELECT set_config('role', 'postgres', false)",
            "SELECT pg_read_file('/etc/hostname')",
            "SELECT 1; DELETE FROM dbo.devices",
            "SELECT $$'$$; DELETE FROM dbo.devices; SELECT $$'$$",
            "SELECT E'\\''; DELETE FROM dbo.devices; SELECT '",
            "SELECT \"pg_read_file\"('/etc/hostname')");

    @TempDir
    Path directory;

    @Test
    void servesAClientFromRegistrationToReports() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            DatabaseSettings database = new DatabaseSettings(
                    "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres", null);
            try (SiteForTests site = SiteForTests.start(SiteForTests.settings(
                    directory, MpMode.HTTP, SiteForTests.managementPoint(null, null, null), database))) {
                WholeRoad.walk(site);
                for (String attack : ATTACKS) {
                    assertThat(site.face("POST", "/site/query", attack).statusCode())
                            .as(attack)
                            .isEqualTo(400);
                }
                assertThat(site.faceJson(
                                        "POST",
                                        "/site/query",
                                        "SELECT [MutualAuthPath] FROM [dbo].[vProxy_Roles] Where [RoleTypeID] = '6'")
                                .encode())
                        .contains("cmg.corp.example/CCM_Proxy_MutualAuth/72057594037927939");
            }
        }
    }
}
