package opencmg.lab;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import opencmg.settings.OwnerOnly;

/** {@code lab.env}: the same as {@code lab.json} for a POSIX shell, so that lines for curl work when they are pasted. */
final class LabEnv {

    static final String NAME = "lab.env";

    private LabEnv() {}

    static void write(Path file, JsonObject content) throws IOException {
        StringBuilder text = new StringBuilder("# Read it with:  . " + file + "\n");
        variables(content).forEach((name, value) -> text.append(name)
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n"));
        Files.writeString(OwnerOnly.file(file), text, StandardCharsets.UTF_8);
    }

    private static Map<String, String> variables(JsonObject content) {
        Map<String, String> variables = new LinkedHashMap<>();
        String edge = content.getString("edge");
        variables.put("EDGE", edge);
        variables.put("CA", content.getString("caFile"));
        variables.put("MUTUAL", edge + "/CCM_Proxy_MutualAuth/" + content.getString("mpRoleId"));
        variables.put("SERVER", edge + "/CCM_Proxy_ServerAuth/" + content.getString("mpRoleId"));
        variables.put("ADMIN", content.getString("admin"));
        JsonObject clients = content.getJsonObject("clients");
        for (String client : clients.fieldNames()) {
            String prefix = client.toUpperCase(Locale.ROOT);
            variables.put(prefix + "_CERT", clients.getJsonObject(client).getString("certFile"));
            variables.put(prefix + "_KEY", clients.getJsonObject(client).getString("keyFile"));
        }
        JsonObject tokens = content.getJsonObject("tokens");
        for (String token : tokens.fieldNames()) {
            variables.put(token.toUpperCase(Locale.ROOT) + "_TOKEN", tokens.getString(token));
        }
        return variables;
    }
}
