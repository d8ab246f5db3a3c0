package opencmg.bench.side;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import opencmg.bench.load.LoadTarget;
import opencmg.launch.JvmCommand;

/** The mock site as it comes, E-HTTP and an H2 file, in a JVM of its own. */
public final class SiteUnderLoad implements AutoCloseable {

    private static final String SETTINGS = """
            siteCode: BEN
            dataDir: site-data
            managementPoint: { listen: "127.0.0.1:@MP@", fqdn: mp.corp.example }
            updatePoint: { listen: "127.0.0.1:@SUP@" }
            siteServer: { listen: "127.0.0.1:@FACE@", secretFile: site.secret }
            """;

    private final Running running;
    private final LoadTarget target;
    private final URI face;
    private final Path secretFile;

    private SiteUnderLoad(Running running, LoadTarget target, URI face, Path secretFile) {
        this.running = running;
        this.target = target;
        this.face = face;
        this.secretFile = secretFile;
    }

    /** Starts it with that heap and waits until it listens. */
    public static SiteUnderLoad start(BenchWorkspace workspace, String heap) throws IOException {
        int mp = workspace.freePort();
        int face = workspace.freePort();
        Path settings = workspace.write(
                "mock-mp.yaml",
                workspace
                        .template()
                        .with("MP", mp)
                        .with("SUP", workspace.freePort())
                        .with("FACE", face)
                        .fill(SETTINGS));
        List<String> command =
                JvmCommand.of(heap, List.of(), List.of("mock-mp", "--config", settings.toString(), "--child"));
        // The site face opens last.
        Running running = Running.start(List.of(new Program("mock-mp", command, workspace.file("mock-mp.log"), face)));
        workspace.atTheEnd(running::stop);
        return new SiteUnderLoad(
                running,
                new LoadTarget(mp, "", null, null),
                URI.create("http://127.0.0.1:" + face),
                workspace.file("site.secret"));
    }

    public LoadTarget target() {
        return target;
    }

    public Usage usage() {
        return running.usage();
    }

    /** How many devices it has in its database. */
    public long devices() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(face.resolve("/site/devices?limit=1"))
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(secretFile).strip())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("the site answers " + response.statusCode() + " to a question for its devices");
        }
        return new JsonObject(response.body()).getLong("count");
    }

    @Override
    public void close() {
        running.stop();
    }
}
