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
 * What an installed client remembers from one run to the next, in {@code client.json}, readable by its owner alone.
 *
 * @param site that it is registered at
 * @param clientId {@code GUID:...}
 * @param approved whether the site has approved it
 * @param token its own token; null for a client that comes with a PKI certificate or an Entra token
 * @param policyCookie up to where it knows its policies
 */
record ClientState(
        String site, String clientId, boolean approved, ClientToken.@Nullable IssuedToken token, String policyCookie) {

    private static final String NAME = "client.json";

    /** One that has just been registered. */
    static ClientState registered(String site, String clientId, boolean approved) {
        return new ClientState(site, clientId, approved, null, "");
    }

    /** That of the client in a directory; empty when none is installed there for this site. */
    static Optional<ClientState> in(Path directory, String site) throws IOException {
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
