package opencmg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import opencmg.client.descriptor.LabFile;

/** Prints commands to try with a lab that is ready; each can be pasted into a shell. */
final class NextCommands {

    private NextCommands() {}

    static void print(LabFile lab, Path directory, PrintWriter out) {
        String option = directory.equals(Path.of(".lab").toAbsolutePath().normalize()) ? "" : " --lab " + directory;
        out.printf(
                """

                The lab is ready. Edge: %s   site: %s   logs: %s

                In another terminal:
                  . %s
                  curl --cacert "$CA" --cert "$PKI_CERT" --key "$PKI_KEY" "$MUTUAL/SMS_MP/.sms_aut?MPLIST"
                  curl --cacert "$CA" -H "Authorization: Bearer $ACCESS_TOKEN" "$SERVER/SMS_MP/.sms_aut?MPLIST"
                  curl --cacert "$CA" -i "$SERVER/SMS_MP/.sms_aut?MPLIST"                  # 401, and why
                  curl --cacert "$CA" --cert "$REVOKED_CERT" --key "$REVOKED_KEY" -i "$MUTUAL/SMS_MP/.sms_aut?MPLIST"   # 403

                  opencmg token /new%s
                  opencmg site query "SELECT [MutualAuthPath] FROM [dbo].[vProxy_Roles] Where [RoleTypeID] = '6'"%s
                  opencmg ccmsetup /NoCRLCheck /source:. SMSSITECODE=%s CCMHOSTNAME=%s SMSMP=%s /regtoken:"$BULK_TOKEN" CCMALWAYSINF=1%s
                  opencmg ccmsetup --dir .inside SMSSITECODE=%s SMSMP=%s%s      # inside: waits for opencmg site approve
                  opencmg analyze%s
                  opencmg client --devices 50 --duration 10s%s
                  opencmg status%s

                Ctrl-C ends it.
                """,
                lab.edge(),
                lab.siteCode(),
                directory.resolve("logs"),
                directory.resolve("lab.env"),
                option,
                option,
                lab.siteCode(),
                lab.mutualAuthPath(),
                lab.mpFqdn(),
                option,
                lab.siteCode(),
                lab.intranetMp(),
                option,
                option,
                option,
                option);
        out.flush();
    }
}
