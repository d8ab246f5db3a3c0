package opencmg.mockmp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On H2; {@link PostgresqlTest} walks the same road. */
@ExtendWith(SharedSite.class)
class WholeRoadTest {

    @Test
    void servesAClientFromRegistrationToReports(SiteForTests site) {
        WholeRoad.walk(site);
    }
}
