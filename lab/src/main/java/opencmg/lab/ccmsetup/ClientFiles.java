package opencmg.lab.ccmsetup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import opencmg.lab.cmtrace.ComponentLog;
import opencmg.lab.messaging.UnreadableReply;
import opencmg.lab.messaging.Xml;
import org.jspecify.annotations.Nullable;

/** Fetches what {@code ccmsetup.cab} names: from the folder of {@code /source:} where it lies there, else through the gateway. */
final class ClientFiles {

    private static final String CABINET = "/CCM_Client/ccmsetup.cab";

    private final Courier courier;
    private final TransferJobs jobs;
    private final ComponentLog log;
    private final Path folder;

    ClientFiles(Courier courier, TransferJobs jobs, ComponentLog log, Path folder) {
        this.courier = courier;
        this.jobs = jobs;
        this.log = log;
        this.folder = folder;
    }

    /**
     * What is there now.
     *
     * @param files all that the manifest names, each with the right hash
     * @param downloaded bytes that came through the gateway
     */
    record Fetched(List<SetupFile> files, long downloaded) {}

    Fetched fetch(@Nullable Path source) throws IOException {
        log.info("Checking the URL '" + courier.url(CABINET) + "'");
        String size = courier.http().send(courier.ask("HEAD", CABINET)).header("Content-Length");
        log.info("Found ccmsetup.cab with " + size + " bytes");
        byte[] cabinet = courier.http().send(courier.ask("GET", CABINET)).body().getBytes();
        List<SetupFile> files = manifest(cabinet);
        long downloaded = cabinet.length;
        for (SetupFile file : files) {
            Path place = folder.resolve(file.name());
            Files.createDirectories(place.resolveSibling("."));
            if (!file.isGoodAt(place) && !copied(source, file, place)) {
                download(file, place);
                downloaded += file.size();
            }
        }
        return new Fetched(files, downloaded);
    }

    private List<SetupFile> manifest(byte[] cabinet) {
        try {
            byte[] manifest = StoredCabinet.firstFile(cabinet, "ccmsetup.xml");
            return SetupFile.manifest(Xml.parse(new String(manifest, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | UnreadableReply e) {
            throw courier.http().unreadable(e);
        }
    }

    private boolean copied(@Nullable Path source, SetupFile file, Path place) {
        try {
            if (source == null || !file.isGoodAt(source.resolve(file.name()))) {
                return false;
            }
            Files.copy(source.resolve(file.name()), place, StandardCopyOption.REPLACE_EXISTING);
            log.info("Copied " + file.name() + " from source '" + source + "'");
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("the client file " + file.name() + " cannot be copied", e);
        }
    }

    // Under another name until its hash is known to be right: a file that is there is a good one.
    private void download(SetupFile file, Path place) throws IOException {
        String tail = "/CCM_Client/" + file.name();
        Path part = place.resolveSibling(place.getFileName() + ".part");
        jobs.run(courier.url(tail), folder, () -> courier.http().download(courier.ask("GET", tail), part));
        if (!file.isGoodAt(part)) {
            Files.deleteIfExists(part);
            throw courier.http()
                    .unreadable(new IllegalArgumentException(
                            file.name() + " arrived with another size or hash than the manifest has"));
        }
        Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
    }
}
