package opencmg.client.descriptor;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import opencmg.certs.Credential;
import opencmg.certs.LabClient;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.OwnerOnly;
import opencmg.settings.Secret;

/**
 * The {@code lab.json} of a running lab (docs/command-line.md): addresses, files and tokens. The file exists while the lab is ready. Only its owner
 * can read it, because it contains tokens.
 */
public final class LabFile {

    private static final String NAME = "lab.json";

    private final Path file;
    private final JsonObject content;

    private LabFile(Path file, JsonObject content) {
        this.file = file;
        this.content = content;
    }

    public static Path pathIn(Path directory) {
        return directory.resolve(NAME);
    }

    /** Writes the file atomically. */
    public static LabFile write(Path directory, JsonObject content) throws IOException {
        Path temporary = OwnerOnly.file(directory.resolve("." + NAME + ".new"));
        Files.writeString(temporary, content.encodePrettily() + "\n", StandardCharsets.UTF_8);
        Files.move(temporary, pathIn(directory), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new LabFile(pathIn(directory), content);
    }

    /**
     * Reads the file of a running lab.
     *
     * @throws InvalidSettingsException if no lab is ready in that directory
     */
    public static LabFile read(Path directory) {
        Path file = pathIn(directory);
        try {
            return new LabFile(file, new JsonObject(Buffer.buffer(Files.readAllBytes(file))));
        } catch (NoSuchFileException e) {
            throw new InvalidSettingsException(
                    file.toString(),
                    "",
                    "no lab is running there; start one with: opencmg lab --dir " + directory
                            + "   or name another with: --lab DIR");
        } catch (IOException | DecodeException e) {
            throw new InvalidSettingsException(file.toString(), "", "cannot be read: " + e.getMessage());
        }
    }

    /** The whole content. */
    public JsonObject content() {
        return content;
    }

    /** {@code https://host:port} of the edge. */
    public String edge() {
        return text("edge");
    }

    public String mpRoleId() {
        return text("mpRoleId");
    }

    public String siteCode() {
        return text("siteCode");
    }

    public String mpFqdn() {
        return text("mpFqdn");
    }

    /** URL of the management point for a client on the intranet, for {@code SMSMP=}. */
    public String intranetMp() {
        return text("intranetMp");
    }

    /** {@code service/CCM_Proxy_MutualAuth/role}. */
    public String mutualAuthPath() {
        return text("mutualAuthPath");
    }

    /** Trust anchors of the edge's certificate, PEM. */
    public Path caFile() {
        return Path.of(text("caFile"));
    }

    /** A token by its name in the file, for example {@code access}; empty if absent. */
    public String token(String name) {
        return content.getJsonObject("tokens").getString(name, "");
    }

    /** A client's certificate and key. */
    public Credential client(LabClient client) {
        JsonObject files = content.getJsonObject("clients").getJsonObject(client.fileName());
        return new Credential(Path.of(files.getString("certFile")), Path.of(files.getString("keyFile")));
    }

    /** {@code edge/CCM_Proxy_MutualAuth/role}, for requests with a certificate. */
    public String mutualAuth() {
        return edge() + "/CCM_Proxy_MutualAuth/" + mpRoleId();
    }

    /** {@code edge/CCM_Proxy_ServerAuth/role}, for requests with a token. */
    public String serverAuth() {
        return edge() + "/CCM_Proxy_ServerAuth/" + mpRoleId();
    }

    /** URLs of the admin servers of all gateways. */
    public List<String> gatewayAdmins() {
        return strings("gatewayAdmins");
    }

    /** URLs of the admin servers of all connection points. */
    public List<String> connectionPointAdmins() {
        return strings("connectionPointAdmins");
    }

    /** Control URLs of the fault-injecting wires, one per gateway; empty without {@code --wire}. */
    public List<String> wires() {
        return strings("wires");
    }

    /** Base URL of the site server's API. */
    public String siteServer() {
        return text("siteServer");
    }

    public Secret siteSecret() {
        return Secret.fromFile(Path.of(text("siteSecretFile")));
    }

    public void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    private List<String> strings(String key) {
        return content.getJsonArray(key, new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
    }

    private String text(String key) {
        String value = content.getString(key);
        if (value == null) {
            throw new InvalidSettingsException(file.toString(), key, "is missing; was it written by another version?");
        }
        return value;
    }
}
