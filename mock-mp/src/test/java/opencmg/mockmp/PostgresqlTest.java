package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import opencmg.mockmp.database.DatabaseSettings;
import opencmg.settings.site.MpMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client's whole road on PostgreSQL. */
class PostgresqlTest {

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
