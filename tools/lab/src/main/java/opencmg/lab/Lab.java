package opencmg.lab;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import opencmg.client.descriptor.LabFile;

/** A lab that runs: gateways, connection points and the mock site, all ready. */
public final class Lab {

    private final LabDirectory directory;
    private final LabFile file;
    private final List<Part> parts;
    private final OpenResources opened;

    Lab(LabDirectory directory, LabFile file, List<Part> parts, OpenResources opened) {
        this.directory = directory;
        this.file = file;
        this.parts = List.copyOf(parts);
        this.opened = opened;
    }

    /**
     * Starts everything and waits until it is ready. Blocks. When something fails nothing stays open.
     *
     * @param progress hears a line for each step, and when a part that is a process ends by itself
     * @throws opencmg.settings.InvalidSettingsException when a port, a directory or an option cannot be used
     */
    public static Lab start(Vertx vertx, LabOptions order, Consumer<String> progress) throws IOException {
        LabDirectory directory = LabDirectory.claim(order.directory());
        OpenResources opened = new OpenResources();
        boolean started = false;
        try {
            Lab lab = new LabStart(vertx, order, directory, opened, progress).run();
            started = true;
            return lab;
        } finally {
            if (!started) {
                opened.closeAll().await();
                directory.release();
            }
        }
    }

    /** What scripts find in {@code lab.json}. */
    public LabFile file() {
        return file;
    }

    /** All parts, in the order of their start. */
    public List<Part> parts() {
        return parts;
    }

    /** Finishes what is in flight, ends all parts and takes {@code lab.json} away. Blocks. */
    public void close() {
        try {
            file.remove();
            Files.deleteIfExists(directory.resolve(LabEnv.NAME));
            opened.closeAll().await();
            directory.release();
        } catch (IOException e) {
            throw new UncheckedIOException("the lab directory " + directory.path() + " cannot be tidied", e);
        }
    }
}
