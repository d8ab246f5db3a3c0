package opencmg.mockmp.registration;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.Sql;
import opencmg.mockmp.identity.Credential;

/**
 * A registered client.
 *
 * @param registeredBy credential of the registration
 * @param entraDevice device id in Entra; empty if none
 * @param smbios SMBIOS id that it reported; empty if none
 * @param signing its self-signed certificate, which verifies its messages
 * @param encryption certificate that secrets for the device are encrypted with
 */
public record Device(
        SmsId id,
        String netbiosName,
        String fqdn,
        Approval approval,
        Credential registeredBy,
        String agentVersion,
        String entraDevice,
        String smbios,
        X509Certificate signing,
        X509Certificate encryption,
        Instant registered) {

    static final String COLUMNS =
            "smsid, netbios_name, fqdn, approval, registered_by, agent_version, entra_device, smbios,"
                    + " signing_certificate, encryption_certificate, registered";

    static Device read(ResultSet row) throws SQLException {
        return new Device(
                new SmsId(Sql.uuid(row, "smsid")),
                row.getString("netbios_name"),
                row.getString("fqdn"),
                Approval.of(row.getInt("approval")),
                Credential.valueOf(row.getString("registered_by")),
                row.getString("agent_version"),
                row.getString("entra_device"),
                row.getString("smbios"),
                certificate(row.getBytes("signing_certificate")),
                certificate(row.getBytes("encryption_certificate")),
                Sql.instant(row, "registered"));
    }

    private static X509Certificate certificate(byte[] der) throws SQLException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new SQLException("a stored certificate cannot be read", e);
        }
    }
}
