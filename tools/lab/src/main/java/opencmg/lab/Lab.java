package opencmg.lab;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import opencmg.client.descriptor.LabFile;

/** A running lab: gateways, connection points and the mock site, all ready. */
public final class Lab {

    private final LabDirectory directory;
    private final LabFile file;
    private final List<Part> parts;
    private final OpenResources resources;

    Lab(LabDirectory directory, LabFile file, List<Part> parts, OpenResources resources) {
        this.directory = directory;
        this.file = file;
        this.parts = List.copyOf(parts);
        this.resources = resources;
    }

    /**
     * Starts everything and waits until it is ready. Blocks. After a failure, nothing stays open.
     *
     * @param progress gets a line for each step, and one when a part that is a process ends unexpectedly
     * @throws opencmg.settings.InvalidSettingsException when a port, a directory or an option cannot be used
     */
    public static Lab start(Vertx vertx, LabOptions options, Consumer<String> progress) throws IOException {
        LabDirectory directory = LabDirectory.claim(options.directory());
        OpenResources resources = new OpenResources();
        boolean started = false;
        try {
            Lab lab = new LabStart(vertx, options, directory, resources, progress).run();
            started = true;
            return lab;
        } finally {
            if (!started) {
                resources.closeAll().await();
                directory.release();
            }
        }
    }

    /** The content of {@code lab.json}. */
    public LabFile file() {
        return file;
    }

    /** All parts, in start order. */
    public List<Part> parts() {
        return parts;
    }

    /** Removes {@code lab.json}, lets requests in flight finish and stops all parts. Blocks. */
    public void close() {
        try {
            file.remove();
            Files.deleteIfExists(directory.resolve(LabEnv.NAME));
            resources.closeAll().await();
            directory.release();
        } catch (IOException e) {
            throw new UncheckedIOException("the lab directory " + directory.path() + " cannot be tidied", e);
        }
    }
}
