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

/** What the gateway of a running lab lets through and what it refuses, each over a real connection of its own. */
final class Proofs {

    private static final String MPLIST = "/SMS_MP/.sms_aut?MPLIST";
    private static final int MEGABYTES = 5 << 20;
    private static final Buffer NOTHING = Buffer.buffer();

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
        proofs.add(ask("no credential", "401", null, WebRequest.get(lab.serverAuth() + MPLIST)));
        proofs.add(certificate("certificate of a foreign authority", "401", LabClient.FOREIGN));
        proofs.add(certificate("expired certificate", "401", LabClient.EXPIRED));
        proofs.add(certificate("revoked certificate", "403", LabClient.REVOKED));
        proofs.add(token("expired token", "401 CMGService_Invalid_Token", "expired"));
        proofs.add(token("blocked token", "401 CMGService_Invalid_Token", "blocked"));
        proofs.add(token("token of a foreign site", "401 CMGService_Invalid_Token", "foreign"));
        proofs.add(ask(
                "unknown role",
                "404",
                null,
                WebRequest.get(lab.edge() + "/CCM_Proxy_ServerAuth/1" + MPLIST).bearer(lab.token("access"))));
        proofs.add(ask(
                "endpoint that is not published",
                "404",
                null,
                WebRequest.get(lab.serverAuth() + "/site/query").bearer(lab.token("access"))));
        return proofs;
    }

    private Proof certificate(String what, String expected, LabClient client) {
        return ask(what, expected, lab.client(client), WebRequest.get(lab.mutualAuth() + MPLIST));
    }

    private Proof token(String what, String expected, String token) {
        return ask(
                what, expected, null, WebRequest.get(lab.serverAuth() + MPLIST).bearer(lab.token(token)));
    }

    private Proof upload() {
        byte[] content = new byte[MEGABYTES];
        new Random(7).nextBytes(content);
        WebResponse answer = answer(
                null,
                WebRequest.of("BITS_POST", lab.serverAuth() + "/CCM_Incoming/lab")
                        .bearer(lab.token("access"))
                        .body("application/octet-stream", Buffer.buffer(content)));
        String arrived = answer.json().getString("sha256", answer.summary());
        boolean whole = arrived.equalsIgnoreCase(Sha256.hex(content));
        return new Proof("5 MiB upload, hash compared", "whole", whole ? "whole" : arrived, answer.hop());
    }

    private Proof download() {
        WebResponse answer = answer(
                null,
                WebRequest.get(lab.serverAuth() + "/CCM_Client/lab/" + MEGABYTES)
                        .bearer(lab.token("access")));
        boolean whole = answer.ok() && answer.body().length() == MEGABYTES;
        return new Proof(
                "5 MiB download",
                "whole",
                whole ? "whole" : answer.summary() + ", " + answer.body().length() + " bytes",
                answer.hop());
    }

    private Proof ask(String what, String expected, @Nullable Credential shown, WebRequest ask) {
        WebResponse answer = answer(shown, ask);
        return new Proof(what, expected, answer.status() + " " + answer.statusMessage(), answer.hop());
    }

    private WebResponse answer(@Nullable Credential shown, WebRequest ask) {
        Web web = new Web(vertx, WebTrust.of(lab.caFile()).withCertificate(shown));
        try {
            return web.send(ask).await();
        } catch (NoResponseException e) {
            return new WebResponse(0, String.valueOf(e.getMessage()), MultiMap.caseInsensitiveMultiMap(), NOTHING);
        } finally {
            web.close().await();
        }
    }
}
