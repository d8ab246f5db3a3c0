package opencmg.mockmp.registration;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.SiteDatabase;
import opencmg.mockmp.database.Sql;
import opencmg.mockmp.keys.SiteIdentity;

/** The registered clients. One device for each certificate; the database sees to it. */
public final class Devices {

    private static final String UPDATE =
            "UPDATE dbo.devices SET netbios_name = ?, fqdn = ?, approval = ?, registered_by = ?,"
                    + " agent_version = ?, entra_device = ?, smbios = ?, signing_certificate = ?, encryption_certificate = ?,"
                    + " registered = ?, certificate_hash = ? WHERE smsid = ?";
    private static final String INSERT =
            "INSERT INTO dbo.devices (netbios_name, fqdn, approval, registered_by, agent_version,"
                    + " entra_device, smbios, signing_certificate, encryption_certificate, registered, certificate_hash, smsid)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final SiteDatabase database;

    public Devices(SiteDatabase database) {
        this.database = database;
    }

    public Optional<Device> find(SmsId id) {
        return one("smsid = ?", id.value());
    }

    public Optional<Device> findByCertificate(X509Certificate certificate) {
        return one("certificate_hash = ?", hash(certificate));
    }

    /** The newest registration of an Entra device; empty for an empty id. */
    public Optional<Device> findByEntraDevice(String entraDevice) {
        return entraDevice.isEmpty() ? Optional.empty() : one("entra_device = ?", entraDevice);
    }

    /** The newest registration of a machine by its SMBIOS id; empty for an empty id. */
    public Optional<Device> findBySmbios(String smbios) {
        return smbios.isEmpty() ? Optional.empty() : one("smbios = ?", smbios);
    }

    private Optional<Device> one(String condition, Object value) {
        return database.read(connection -> Sql.first(
                connection,
                "SELECT " + Device.COLUMNS + " FROM dbo.devices WHERE " + condition
                        + " ORDER BY registered DESC FETCH FIRST 1 ROWS ONLY",
                Device::read,
                value));
    }

    /** Newest first. A page begins behind a device, not at a number, so that new devices move nobody to another page. */
    public List<Device> list(DevicePage page) {
        List<Object> values = new ArrayList<>();
        StringBuilder condition = new StringBuilder("1 = 1");
        if (!page.namePrefix().isEmpty()) {
            condition.append(" AND LOWER(SUBSTRING(netbios_name, 1, ?)) = ?");
            values.addAll(List.of(page.namePrefix().length(), page.namePrefix()));
        }
        page.after().ifPresent(last -> {
            Instant registered = find(last).map(Device::registered).orElse(Instant.EPOCH);
            // Said twice, so that the index is used.
            condition.append(" AND registered <= ? AND (registered < ? OR smsid > ?)");
            values.addAll(List.of(registered, registered, last.value()));
        });
        return database.read(connection -> Sql.query(
                connection,
                "SELECT " + Device.COLUMNS + " FROM dbo.devices WHERE " + condition
                        + " ORDER BY registered DESC, smsid FETCH FIRST " + page.most() + " ROWS ONLY",
                Device::read,
                values.toArray()));
    }

    public long count() {
        return database.read(
                connection -> Sql.first(connection, "SELECT COUNT(*) FROM dbo.devices", row -> row.getLong(1))
                        .orElse(0L));
    }

    /**
     * Changes the device of that id or adds it: all of it or nothing. An update first, so that two requests for one device wait for each other
     * instead of colliding.
     */
    void save(Device device) {
        database.change(connection -> {
            int known = Sql.update(connection, UPDATE, values(device));
            if (known == 0) {
                Sql.execute(connection, INSERT, values(device));
            }
        });
    }

    /** In the order of both statements; the id is last, where an update asks for it. */
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

    /** Approves by hand; false for an unknown device. */
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
}
