package opencmg.client.setup;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import opencmg.client.message.ClientToken;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The state that an installed client keeps between runs in {@code client.json}. Only its owner can read the file.
 *
 * @param site code of the site where it is registered
 * @param clientId {@code GUID:...}
 * @param approved whether the site has approved it
 * @param token its own token; null for a client with a PKI certificate or an Entra token
 * @param policyCookie of the last policy reply; empty before the first
 */
record ClientState(
        String site, String clientId, boolean approved, ClientToken.@Nullable IssuedToken token, String policyCookie) {

    private static final String NAME = "client.json";

    /** The state right after registration. */
    static ClientState registered(String site, String clientId, boolean approved) {
        return new ClientState(site, clientId, approved, null, "");
    }

    /** Reads the state in a directory; empty if no client of this site is installed there. */
    static Optional<ClientState> read(Path directory, String site) throws IOException {
        try {
            JsonObject json = new JsonObject(Buffer.buffer(Files.readAllBytes(directory.resolve(NAME))));
            ClientState state = new ClientState(
                    json.getString("site", ""),
                    json.getString("clientId", ""),
                    json.getBoolean("approved", false),
                    token(json),
                    json.getString("policyCookie", ""));
            return Optional.of(state).filter(known -> known.site().equals(site));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DecodeException e) {
            throw new IOException(directory.resolve(NAME) + " is damaged; remove it to install the client again", e);
        }
    }

    private static ClientToken.@Nullable IssuedToken token(JsonObject json) {
        return json.containsKey("token")
                ? new ClientToken.IssuedToken(
                        Secret.of(json.getString("token")),
                        json.getString("tokenId", ""),
                        Instant.parse(json.getString("tokenNotBefore")),
                        Instant.parse(json.getString("tokenExpires")))
                : null;
    }

    ClientState withPolicyCookie(String cookie) {
        return new ClientState(site, clientId, approved, token, cookie);
    }

    ClientState withToken(ClientToken.IssuedToken granted) {
        return new ClientState(site, clientId, approved, granted, policyCookie);
    }

    void write(Path directory) throws IOException {
        JsonObject json = new JsonObject()
                .put("site", site)
                .put("clientId", clientId)
                .put("approved", approved)
                .put("policyCookie", policyCookie);
        if (token != null) {
            json.put("token", token.token().reveal())
                    .put("tokenId", token.id())
                    .put("tokenNotBefore", token.notBefore().toString())
                    .put("tokenExpires", token.expires().toString());
        }
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)
                && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(
                file,
                json.encodePrettily() + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
    }
}
