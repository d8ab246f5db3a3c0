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

/** Gets the files of the manifest in {@code ccmsetup.cab}: copies them from the folder of {@code /source:}, or else downloads them from the site. */
final class ClientFiles {

    static final String CABINET = "ccmsetup.cab";

    private final MpSession session;
    private final String location;
    private final Supplier<Transfer> transfers;
    private final ComponentLog log;
    private final Path folder;

    /**
     * Sends nothing; see {@link #fetch}.
     *
     * @param location base URL of the files
     * @param transfers creates a download job
     * @param folder the target folder
     */
    ClientFiles(MpSession session, String location, Supplier<Transfer> transfers, ComponentLog log, Path folder) {
        this.session = session;
        this.location = location;
        this.transfers = transfers;
        this.log = log;
        this.folder = folder;
    }

    /**
     * The fetched files.
     *
     * @param files all files of the manifest, with verified hashes
     * @param downloaded number of bytes received
     */
    record Fetched(List<SetupFile> files, long downloaded) {}

    /** @param source folder to copy from; null for none */
    Fetched fetch(@Nullable Path source) throws IOException {
        byte[] cabinet = session.http()
                .send(session.requestTo("GET", location + "/" + CABINET))
                .body()
                .getBytes();
        List<SetupFile> files = manifest(cabinet);
        long downloaded = cabinet.length;
        for (SetupFile file : files) {
            Path target = folder.resolve(file.name());
            Files.createDirectories(target.resolveSibling("."));
            if (!file.matches(target) && !copy(source, file, target)) {
                download(file, target);
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
            throw session.http().unreadable(e);
        }
    }

    /** Returns false if the source does not have the file with that hash. */
    private boolean copy(@Nullable Path source, SetupFile file, Path target) {
        try {
            if (source == null || !file.matches(source.resolve(file.name()))) {
                return false;
            }
            Files.copy(source.resolve(file.name()), target, StandardCopyOption.REPLACE_EXISTING);
            log.info("Copied " + file.name() + " from source '" + source + "'");
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("the client file " + file.name() + " cannot be copied", e);
        }
    }

    // The file has another name until its hash is verified, so that a file with its final name is always valid.
    private void download(SetupFile file, Path target) throws IOException {
        Path partFile = target.resolveSibling(target.getFileName() + ".part");
        boolean resuming = Files.exists(partFile);
        transfer(file, partFile);
        if (resuming && !file.matches(partFile)) {
            log.warning("What an earlier run left of " + file.name() + " does not fit any more; it is fetched anew.");
            Files.delete(partFile);
            transfer(file, partFile);
        }
        if (!file.matches(partFile)) {
            String reason =
                    "Hash mismatch of " + file.name() + ": the manifest has " + file.sha256() + " for " + file.size()
                            + " bytes, what came has " + SetupFile.hash(partFile) + " for " + Files.size(partFile);
            Files.delete(partFile);
            log.error(reason + ". Error " + ErrorCode.HASH_VALUE.hex());
            throw new SetupFailedException("upstream", ErrorCode.HASH_VALUE, reason);
        }
        Files.move(partFile, target, StandardCopyOption.REPLACE_EXISTING);
        log.info("Hash verification succeeded for " + file.name());
    }

    private void transfer(SetupFile file, Path partFile) throws IOException {
        transfers
                .get()
                .run(
                        session.http(),
                        session.requestTo("GET", location + "/" + file.name()),
                        partFile,
                        file.size(),
                        folder);
    }
}
