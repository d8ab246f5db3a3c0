package opencmg.mockmp.registration;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.Database;
import opencmg.mockmp.database.Sql;
import opencmg.mockmp.keys.SiteIdentity;
import opencmg.settings.Require;

/** The registered clients. Blocking. A unique index ensures one device per certificate. */
public final class Devices {

    private static final String UPDATE =
            "UPDATE dbo.devices SET netbios_name = ?, fqdn = ?, approval = ?, registered_by = ?, agent_version = ?,"
                    + " entra_device = ?, smbios = ?, signing_certificate = ?, encryption_certificate = ?, registered = ?,"
                    + " certificate_hash = ? WHERE smsid = ?";
    private static final String INSERT =
            "INSERT INTO dbo.devices (netbios_name, fqdn, approval, registered_by, agent_version, entra_device,"
                    + " smbios, signing_certificate, encryption_certificate, registered, certificate_hash, smsid) VALUES"
                    + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Database database;

    public Devices(Database database) {
        this.database = database;
    }

    public Optional<Device> find(SmsId id) {
        return findNewest("smsid = ?", id.value());
    }

    public Optional<Device> findByCertificate(X509Certificate certificate) {
        return findNewest("certificate_hash = ?", hash(certificate));
    }

    /** The newest registration of an Entra device; empty for an empty id. */
    public Optional<Device> findByEntraDevice(String entraDevice) {
        return entraDevice.isEmpty() ? Optional.empty() : findNewest("entra_device = ?", entraDevice);
    }

    /** The newest registration of a machine by its SMBIOS id; empty for an empty id. */
    public Optional<Device> findBySmbios(String smbios) {
        return smbios.isEmpty() ? Optional.empty() : findNewest("smbios = ?", smbios);
    }

    private Optional<Device> findNewest(String condition, Object value) {
        return database.read(connection -> Sql.first(
                connection,
                "SELECT " + Device.COLUMNS + " FROM dbo.devices WHERE " + condition
                        + " ORDER BY registered DESC FETCH FIRST 1 ROWS ONLY",
                Device::read,
                value));
    }

    /** Lists devices, newest first. A page starts after a device, not at an offset, so that new devices do not shift the pages. */
    public List<Device> list(Page page) {
        List<Object> values = new ArrayList<>();
        StringBuilder condition = new StringBuilder("1 = 1");
        if (!page.namePrefix().isEmpty()) {
            condition.append(" AND LOWER(SUBSTRING(netbios_name, 1, ?)) = ?");
            values.addAll(List.of(page.namePrefix().length(), page.namePrefix()));
        }
        page.after().ifPresent(last -> {
            Instant registered = find(last).map(Device::registered).orElse(Instant.EPOCH);
            // The first condition is redundant and lets the database use the index.
            condition.append(" AND registered <= ? AND (registered < ? OR smsid > ?)");
            values.addAll(List.of(registered, registered, last.value()));
        });
        return database.read(connection -> Sql.query(
                connection,
                "SELECT " + Device.COLUMNS + " FROM dbo.devices WHERE " + condition
                        + " ORDER BY registered DESC, smsid FETCH FIRST " + page.limit() + " ROWS ONLY",
                Device::read,
                values.toArray()));
    }

    public long count() {
        return database.read(
                connection -> Sql.first(connection, "SELECT COUNT(*) FROM dbo.devices", row -> row.getLong(1))
                        .orElse(0L));
    }

    /**
     * Updates the device with that id or inserts it, in one transaction. The update runs first, so that two requests for one device wait for each other
     * instead of conflicting.
     */
    void save(Device device) {
        database.change(connection -> {
            int known = Sql.update(connection, UPDATE, values(device));
            if (known == 0) {
                Sql.execute(connection, INSERT, values(device));
            }
        });
    }

    /** Parameters in the order of both statements; the id is last, because it is the condition of the update. */
    private static Object[] values(Device device) {
        return new Object[] {
            device.netbiosName(),
            device.fqdn(),
            device.approval().stored(),
            device.registeredBy().name(),
            device.agentVersion(),
            device.entraDevice(),
            device.smbios(),
            encoded(device.signing()),
            encoded(device.encryption()),
            device.registered(),
            hash(device.signing()),
            device.id().value()
        };
    }

    /** Approves a device manually; returns false if it is unknown. */
    public boolean approve(SmsId id) {
        return database.write(connection -> Sql.update(
                        connection,
                        "UPDATE dbo.devices SET approval = ? WHERE smsid = ?",
                        Approval.APPROVED.stored(),
                        id.value()))
                > 0;
    }

    private static String hash(X509Certificate certificate) {
        return SiteIdentity.thumbprint(certificate, "SHA-256");
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has an encoding", e);
        }
    }

    /**
     * One page of the list of devices.
     *
     * @param namePrefix case-insensitive prefix of the NetBIOS name; empty for all
     * @param after the last device of the previous page; empty for the first page
     * @param limit maximum number of devices, 1 to 1000
     */
    public record Page(String namePrefix, Optional<SmsId> after, int limit) {

        /** Maximum number of devices on a page. */
        public static final int MAX_ROWS = 1000;

        public Page {
            Require.matches(namePrefix, "[^\\p{Cntrl}]{0,64}", "name", "PC1");
            namePrefix = namePrefix.toLowerCase(Locale.ROOT);
            if (limit < 1 || limit > MAX_ROWS) {
                throw new IllegalArgumentException("limit must be 1 to " + MAX_ROWS + ", for example limit=200");
            }
        }
    }
}
