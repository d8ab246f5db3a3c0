package opencmg.client.setup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import opencmg.client.message.Xml;

/**
 * A file in the manifest of {@code ccmsetup.cab}.
 *
 * @param name relative path with slashes, without {@code ..}
 * @param size in bytes
 * @param sha256 upper-case hex
 */
record SetupFile(String name, long size, String sha256) {

    private static final int MAX_FILES = 100;
    private static final long MAX_BYTES = 1L << 30;

    SetupFile {
        // The manifest is not trusted: it must not cause a write outside of the client's folder.
        if (!name.matches("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")
                || List.of(name.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException("the manifest names the file '" + name + "'");
        }
        if (size < 0 || size > MAX_BYTES) {
            throw new IllegalArgumentException("the manifest gives " + name + " a size of " + size + " bytes");
        }
    }

    /** The files of a manifest. */
    static List<SetupFile> manifest(Xml manifest) {
        List<Xml> files = manifest.children("File");
        if (files.isEmpty() || files.size() > MAX_FILES) {
            throw new IllegalArgumentException("the manifest names " + files.size() + " files");
        }
        return files.stream()
                .map(file -> new SetupFile(
                        file.attribute("Name"),
                        Long.parseLong(file.attribute("Size")),
                        file.attribute("SHA256").toUpperCase(Locale.ROOT)))
                .toList();
    }

    /** Whether the file exists with the size and hash of the manifest. */
    boolean matches(Path target) throws IOException {
        return Files.isRegularFile(target)
                && Files.size(target) == size
                && hash(target).equals(sha256);
    }

    /** SHA-256 of a file in upper-case hex. */
    static String hash(Path target) throws IOException {
        try (InputStream in = Files.newInputStream(target)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[64 << 10];
            for (int count = in.read(chunk); count > 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
            return HexFormat.of().withUpperCase().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
