package opencmg.client.descriptor;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.settings.Secret;

/** Client of the site server's HTTP API, authenticated with its secret. Blocks until the response has arrived. */
public final class SiteClient {

    private final Web web;
    private final String url;
    private final Secret secret;

    public SiteClient(Web web, String url, Secret secret) {
        this.web = web;
        this.url = url;
        this.secret = secret;
    }

    /** A bulk registration token: {@code id}, {@code notBefore}, {@code expires}, {@code token}. */
    public JsonObject newToken(int lifetimeMinutes) {
        return send(json("POST", "/site/tokens", new JsonObject().put("lifetimeMinutes", lifetimeMinutes)))
                .json();
    }

    /** All issued tokens, without their text. */
    public JsonArray tokens() {
        return send(request("GET", "/site/tokens")).json().getJsonArray("tokens", new JsonArray());
    }

    public void block(String id, String by) {
        sendExpectingSuccess(json("POST", "/site/tokens/" + id + "/block", new JsonObject().put("by", by)));
    }

    public void unblock(String id) {
        sendExpectingSuccess(request("POST", "/site/tokens/" + id + "/unblock"));
    }

    /** Runs a SELECT: {@code columns} and {@code rows}. */
    public JsonObject query(String sql) {
        return send(request("POST", "/site/query").body("text/plain; charset=utf-8", Buffer.buffer(sql)))
                .json();
    }

    /** Increments the version of the site configuration and returns it. */
    public long synchronize() {
        return send(request("POST", "/site/synchronize")).json().getLong("version", 0L);
    }

    /** The current site configuration. */
    public JsonObject configuration() {
        return send(request("GET", "/site/configuration?after=0")).json();
    }

    /** Sets the name by which clients reach the gateway: host, and port if it is not 443. */
    public void serviceName(String name) {
        sendExpectingSuccess(
                request("PUT", "/site/service-name").body("text/plain; charset=utf-8", Buffer.buffer(name)));
    }

    /** Registered clients, at most 200: {@code id}, {@code netbiosName}, {@code approval}, {@code registeredBy} and more. */
    public List<JsonObject> devices() {
        return send(request("GET", "/site/devices")).json().getJsonArray("devices", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    /**
     * Approves a client whose registration is pending; returns the approved client.
     *
     * @param id {@code GUID:...}
     */
    public JsonObject approve(String id) {
        return send(request("POST", "/site/devices/" + id.replaceAll("[^A-Za-z0-9:-]", "") + "/approve"))
                .json();
    }

    /** Pushes a task to every client that waits for a notification; returns their number. */
    public int notifyWaitingClients(String task) {
        return send(json("POST", "/site/notify", new JsonObject().put("task", task)))
                .json()
                .getInteger("told", 0);
    }

    /** Reports of clients: {@code counts} by endpoint, and the newest {@code messages}. */
    public JsonObject messages() {
        return send(request("GET", "/site/messages")).json();
    }

    /** Adds a policy: {@code id}, {@code version}, {@code category}, {@code secret}, {@code body}, and {@code device} for a policy of one client. */
    public void addPolicy(JsonObject policy) {
        sendExpectingSuccess(json("POST", "/site/policies", policy));
    }

    /** The active faults. */
    public JsonArray scenarios() {
        return send(request("GET", "/site/scenarios")).json().getJsonArray("scenarios", new JsonArray());
    }

    /** Replaces the active faults. */
    public void scenarios(JsonArray scenarios) {
        sendExpectingSuccess(json("PUT", "/site/scenarios", new JsonObject().put("scenarios", scenarios)));
    }

    private WebRequest json(String method, String path, JsonObject content) {
        return request(method, path).body("application/json", content.toBuffer());
    }

    private WebRequest request(String method, String path) {
        return WebRequest.of(method, url + path).bearer(secret.reveal());
    }

    private WebResponse send(WebRequest request) {
        WebResponse response = web.send(request).await();
        requireSuccess(request, response);
        return response;
    }

    private void sendExpectingSuccess(WebRequest request) {
        requireSuccess(request, web.send(request).await());
    }

    private static void requireSuccess(WebRequest request, WebResponse response) {
        if (!response.ok()) {
            throw new SiteRefusedException(
                    response.status(),
                    request + ": " + response.summary() + " "
                            + response.body().toString().strip());
        }
    }
}
