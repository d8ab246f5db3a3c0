package opencmg.client.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Supplier;
import opencmg.client.message.UnreadableReplyException;
import opencmg.client.message.Xml;
import opencmg.launch.cmtrace.ComponentLog;
import org.jspecify.annotations.Nullable;

/** Fetches what {@code ccmsetup.cab} names: from the folder of {@code /source:} where it lies there, else from the location that the site named. */
final class ClientFiles {

    static final String CABINET = "ccmsetup.cab";

    private final MpSession courier;
    private final String location;
    private final Supplier<Transfer> transfers;
    private final ComponentLog log;
    private final Path folder;

    /**
     * Fetches nothing yet.
     *
     * @param location base URL of the files
     * @param transfers makes a job for one download
     * @param folder where they go
     */
    ClientFiles(MpSession courier, String location, Supplier<Transfer> transfers, ComponentLog log, Path folder) {
        this.courier = courier;
        this.location = location;
        this.transfers = transfers;
        this.log = log;
        this.folder = folder;
    }

    /**
     * What is there now.
     *
     * @param files all that the manifest names, each with the right hash
     * @param downloaded bytes that came over the network
     */
    record Fetched(List<SetupFile> files, long downloaded) {}

    Fetched fetch(@Nullable Path source) throws IOException {
        byte[] cabinet = courier.http()
                .send(courier.to("GET", location + "/" + CABINET))
                .body()
                .getBytes();
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
        } catch (IllegalArgumentException | UnreadableReplyException e) {
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
        Path part = place.resolveSibling(place.getFileName() + ".part");
        boolean goesOn = Files.exists(part);
        transfer(file, part);
        if (goesOn && !file.isGoodAt(part)) {
            log.warning("What an earlier run left of " + file.name() + " does not fit any more; it is fetched anew.");
            Files.delete(part);
            transfer(file, part);
        }
        if (!file.isGoodAt(part)) {
            String reason = "Hash mismatch of " + file.name() + ": the manifest has " + file.sha256() + " for "
                    + file.size() + " bytes, what came has " + SetupFile.hash(part) + " for " + Files.size(part);
            Files.delete(part);
            log.error(reason + ". Error " + ErrorCode.HASH_VALUE.hex());
            throw new SetupFailedException("upstream", ErrorCode.HASH_VALUE, reason);
        }
        Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
        log.info("Hash verification succeeded for " + file.name());
    }

    private void transfer(SetupFile file, Path part) throws IOException {
        transfers.get().run(courier.http(), courier.to("GET", location + "/" + file.name()), part, file.size(), folder);
    }
}
