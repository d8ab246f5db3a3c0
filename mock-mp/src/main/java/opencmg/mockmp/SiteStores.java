package opencmg.mockmp;

import java.time.Clock;
import opencmg.mockmp.database.SiteDatabase;
import opencmg.mockmp.policy.Documents;
import opencmg.mockmp.policy.Policies;
import opencmg.mockmp.registration.Devices;
import opencmg.mockmp.reports.ReceivedMessages;
import opencmg.mockmp.site.SiteState;
import opencmg.mockmp.tokens.TokenLedger;
import opencmg.mockmp.uploads.ReceivedUploads;

/** What the site keeps in its database. Blocking. */
record SiteStores(
        SiteDatabase database,
        SiteState state,
        TokenLedger ledger,
        Devices devices,
        ReceivedMessages received,
        ReceivedUploads uploads,
        Policies policies,
        Documents documents) {

    static SiteStores open(MockSiteSettings settings, SiteDatabase database, Clock clock) {
        String serviceName = settings.serviceName();
        return new SiteStores(
                database,
                SiteState.open(
                        database,
                        serviceName == null ? "" : serviceName,
                        settings.managementPoint().fqdn(),
                        settings.mpRoleId(),
                        settings.supRoleId()),
                TokenLedger.open(database, clock),
                new Devices(database),
                new ReceivedMessages(database, clock),
                new ReceivedUploads(database, clock),
                Policies.open(database),
                new Documents(database));
    }

    /** Removes what is too old or too much. */
    void thinOut() {
        ledger.thinOut();
        received.thinOut();
        uploads.thinOut();
    }
}
