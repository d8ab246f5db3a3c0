package opencmg.cli.demo;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import opencmg.certs.Credential;
import opencmg.certs.LabClient;
import opencmg.client.descriptor.LabFile;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.client.http.WebTrust;
import org.jspecify.annotations.Nullable;

/** Checks what the gateway of a running lab admits and refuses, each over a new connection. */
final class Proofs {

    private static final String MPLIST = "/SMS_MP/.sms_aut?MPLIST";
    private static final int MEGABYTES = 5 << 20;
    private static final Buffer EMPTY = Buffer.buffer();

    private final Vertx vertx;
    private final LabFile lab;

    Proofs(Vertx vertx, LabFile lab) {
        this.vertx = vertx;
        this.lab = lab;
    }

    List<Proof> all() {
        List<Proof> proofs = new ArrayList<>();
        proofs.add(certificate("PKI client certificate, MutualAuth", "200", LabClient.PKI));
        proofs.add(token("CCM access token, ServerAuth", "200", "access"));
        proofs.add(upload());
        proofs.add(download());
        proofs.add(send("no credential", "401", null, WebRequest.get(lab.serverAuth() + MPLIST)));
        proofs.add(certificate("certificate of a foreign authority", "401", LabClient.FOREIGN));
        proofs.add(certificate("expired certificate", "401", LabClient.EXPIRED));
        proofs.add(certificate("revoked certificate", "403", LabClient.REVOKED));
        proofs.add(token("expired token", "401 CMGService_Invalid_Token", "expired"));
        proofs.add(token("blocked token", "401 CMGService_Invalid_Token", "blocked"));
        proofs.add(token("token of a foreign site", "401 CMGService_Invalid_Token", "foreign"));
        proofs.add(send(
                "unknown role",
                "404",
                null,
                WebRequest.get(lab.edge() + "/CCM_Proxy_ServerAuth/1" + MPLIST).bearer(lab.token("access"))));
        proofs.add(send(
                "endpoint that is not published",
                "404",
                null,
                WebRequest.get(lab.serverAuth() + "/site/query").bearer(lab.token("access"))));
        return proofs;
    }

    private Proof certificate(String what, String expected, LabClient client) {
        return send(what, expected, lab.client(client), WebRequest.get(lab.mutualAuth() + MPLIST));
    }

    private Proof token(String what, String expected, String token) {
        return send(
                what, expected, null, WebRequest.get(lab.serverAuth() + MPLIST).bearer(lab.token(token)));
    }

    private Proof upload() {
        byte[] content = new byte[MEGABYTES];
        new Random(7).nextBytes(content);
        WebResponse response = response(
                null,
                WebRequest.of("BITS_POST", lab.serverAuth() + "/CCM_Incoming/lab")
                        .bearer(lab.token("access"))
                        .body("application/octet-stream", Buffer.buffer(content)));
        String received = response.json().getString("sha256", response.summary());
        boolean whole = received.equalsIgnoreCase(Sha256.hex(content));
        return new Proof("5 MiB upload, hash compared", "whole", whole ? "whole" : received, response.hop());
    }

    private Proof download() {
        WebResponse response = response(
                null,
                WebRequest.get(lab.serverAuth() + "/CCM_Client/lab/" + MEGABYTES)
                        .bearer(lab.token("access")));
        boolean whole = response.ok() && response.body().length() == MEGABYTES;
        return new Proof(
                "5 MiB download",
                "whole",
                whole ? "whole" : response.summary() + ", " + response.body().length() + " bytes",
                response.hop());
    }

    private Proof send(String what, String expected, @Nullable Credential credential, WebRequest send) {
        WebResponse response = response(credential, send);
        return new Proof(what, expected, response.status() + " " + response.statusMessage(), response.hop());
    }

    private WebResponse response(@Nullable Credential credential, WebRequest send) {
        Web web = new Web(vertx, WebTrust.of(lab.caFile()).withCertificate(credential));
        try {
            return web.send(send).await();
        } catch (NoResponseException e) {
            return new WebResponse(0, String.valueOf(e.getMessage()), MultiMap.caseInsensitiveMultiMap(), EMPTY);
        } finally {
            web.close().await();
        }
    }
}
