package opencmg.mockmp;

import java.time.Clock;
import opencmg.mockmp.database.Database;
import opencmg.mockmp.policy.ComplianceDocuments;
import opencmg.mockmp.policy.Policies;
import opencmg.mockmp.registration.Devices;
import opencmg.mockmp.reports.ReceivedMessages;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.mockmp.site.SiteState;
import opencmg.mockmp.tokens.TokenLedger;
import opencmg.mockmp.uploads.ReceivedUploads;

/** What the site keeps in its database. Blocking. */
record SiteStores(
        Database database,
        SiteState state,
        TokenLedger ledger,
        Devices devices,
        ReceivedMessages received,
        ReceivedUploads uploads,
        Policies policies,
        ComplianceDocuments documents) {

    static SiteStores open(MockSiteSettings settings, Database database, Clock clock) {
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
                new ComplianceDocuments(database));
    }

    /** Removes what is too old or too much. */
    void deleteExpired() {
        ledger.deleteExpired();
        received.deleteExpired();
        uploads.deleteExpired();
    }
}
