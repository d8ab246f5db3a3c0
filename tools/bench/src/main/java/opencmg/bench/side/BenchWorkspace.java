package opencmg.bench.side;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import opencmg.certs.CaEnvironment;
import opencmg.certs.Credential;
import opencmg.certs.LabAuthority;
import opencmg.certs.LabPki;
import opencmg.certs.LabPlan;
import opencmg.settings.FreePort;
import opencmg.settings.site.SiteDocument;
import org.jspecify.annotations.Nullable;

/** A temporary folder with a PKI, for everything that a benchmark writes. It stops what runs in it, also when the JVM is asked to stop. */
public final class BenchWorkspace implements AutoCloseable {

    /** What all sides speak, so that none has the cheaper cipher. */
    static final String CIPHER = "ECDHE-RSA-AES128-GCM-SHA256";

    private final Path folder;
    private final LabPki pki;
    private final List<Runnable> ends = new CopyOnWriteArrayList<>();
    private final Thread hook = new Thread(this::clear, "bench-end");

    private volatile boolean ending;
    private @Nullable BenchSite site;

    private BenchWorkspace(Path folder, CaEnvironment workshop) throws IOException {
        this.folder = folder;
        // Before the first file is written.
        Runtime.getRuntime().addShutdownHook(hook);
        this.pki = LabPki.make(
                folder.resolve("pki"), LabPlan.forService("bench.corp.example").withSiteCode("BEN"), workshop);
    }

    public static BenchWorkspace open() throws IOException {
        return open(CaEnvironment.real());
    }

    static BenchWorkspace open(CaEnvironment workshop) throws IOException {
        return new BenchWorkspace(Files.createTempDirectory("opencmg-bench"), workshop);
    }

    /** Whether it is being cleared: what fails then fails for no other reason. */
    public boolean isEnding() {
        return ending;
    }

    LabPki pki() {
        return pki;
    }

    /** Absolute. */
    public Path folder() {
        return folder;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(file(name), text);
    }

    /** Certificate chain and key in one file, as haproxy wants them. */
    void bundle(String name, Credential credential) throws IOException {
        Files.writeString(file(name), Files.readString(credential.certFile()) + Files.readString(credential.keyFile()));
    }

    /** The site of all our builds, so that they get the same configuration and token. The first call writes {@code site.yaml}. */
    BenchSite site(Backend backend) throws IOException {
        if (site == null) {
            site = BenchSite.before(backend, pki);
            // JSON is YAML.
            Files.write(file("site.yaml"), SiteDocument.toJson(site.configuration()));
        }
        return site;
    }

    /** What every configuration may name. */
    Template template() {
        return new Template(Map.of(
                "DIR", folder.toString(),
                "CIPHER", CIPHER,
                "ROOT", pki.certificateOf(LabAuthority.ROOT).toString(),
                "TUNNEL_CA", pki.certificateOf(LabAuthority.TUNNEL).toString(),
                "EDGE_PEM", pki.edge().certFile().toString(),
                "EDGE_KEY", pki.edge().keyFile().toString(),
                "TUNNEL_PEM", pki.tunnel().certFile().toString(),
                "TUNNEL_KEY", pki.tunnel().keyFile().toString()));
    }

    /** A port of 127.0.0.1 that was free a moment ago. */
    int freePort() {
        try {
            return FreePort.on("127.0.0.1");
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
    }

    /** What has to be ended with this workplace, also on Ctrl-C. */
    void atTheEnd(Runnable end) {
        ends.add(end);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            return;
        }
        clear();
    }

    private void clear() {
        ending = true;
        ends.forEach(Runnable::run);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
