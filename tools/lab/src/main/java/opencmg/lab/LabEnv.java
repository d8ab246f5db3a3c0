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

/** Writes {@code lab.env}: the main values of {@code lab.json} as shell variables, so that curl commands can be pasted. */
final class LabEnv {

    static final String NAME = "lab.env";

    private LabEnv() {}

    static void write(Path file, JsonObject descriptor) throws IOException {
        StringBuilder text = new StringBuilder("# Read it with:  . " + file + "\n");
        variables(descriptor).forEach((name, value) -> text.append(name)
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n"));
        Files.writeString(OwnerOnly.file(file), text, StandardCharsets.UTF_8);
    }

    private static Map<String, String> variables(JsonObject descriptor) {
        Map<String, String> variables = new LinkedHashMap<>();
        String edge = descriptor.getString("edge");
        variables.put("EDGE", edge);
        variables.put("CA", descriptor.getString("caFile"));
        variables.put("MUTUAL", edge + "/CCM_Proxy_MutualAuth/" + descriptor.getString("mpRoleId"));
        variables.put("SERVER", edge + "/CCM_Proxy_ServerAuth/" + descriptor.getString("mpRoleId"));
        variables.put("ADMIN", descriptor.getString("admin"));
        JsonObject clients = descriptor.getJsonObject("clients");
        for (String client : clients.fieldNames()) {
            String prefix = client.toUpperCase(Locale.ROOT);
            variables.put(prefix + "_CERT", clients.getJsonObject(client).getString("certFile"));
            variables.put(prefix + "_KEY", clients.getJsonObject(client).getString("keyFile"));
        }
        JsonObject tokens = descriptor.getJsonObject("tokens");
        for (String token : tokens.fieldNames()) {
            variables.put(token.toUpperCase(Locale.ROOT) + "_TOKEN", tokens.getString(token));
        }
        return variables;
    }
}
