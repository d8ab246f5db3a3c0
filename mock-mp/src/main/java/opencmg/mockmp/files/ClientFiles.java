package opencmg.mockmp.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import opencmg.mockmp.xml.Escaped;
import opencmg.settings.InvalidSettingsException;
import org.jspecify.annotations.Nullable;

/**
 * The files below {@code /CCM_Client}: those of one directory, by case-insensitive name, listed once at start, and a manifest with their sizes and hashes,
 * plain ({@code ccmsetup.xml}) and in a cabinet ({@code ccmsetup.cab}). Only listed names are found, so no path of a request reaches the file system.
 */
public final class ClientFiles {

    private static final int MAX_FILES = 10_000;
    private static final int MAX_DEPTH = 16;

    private final Map<String, Path> byName;

    private ClientFiles(Map<String, Path> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Lists the directory and writes the manifest. Blocking.
     *
     * @param directory directory of the setup files; null for small generated ones
     * @param dataDir directory for generated files
     * @param version version in the manifest
     * @throws InvalidSettingsException when the directory cannot be read
     */
    public static ClientFiles open(@Nullable Path directory, Path dataDir, String version) {
        try {
            Path source = directory == null ? GeneratedClientFiles.in(dataDir.resolve("client-files")) : directory;
            Map<String, Path> files = list(source);
            Path generated = Files.createDirectories(dataDir.resolve("client-manifest"));
            byte[] manifest = manifest(files, source, version).getBytes(StandardCharsets.UTF_8);
            Files.write(generated.resolve("ccmsetup.xml"), manifest);
            Files.write(generated.resolve("ccmsetup.cab"), Cabinet.of("ccmsetup.xml", manifest));
            files.putIfAbsent("ccmsetup.xml", generated.resolve("ccmsetup.xml"));
            files.putIfAbsent("ccmsetup.cab", generated.resolve("ccmsetup.cab"));
            return new ClientFiles(files);
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidSettingsException(
                    String.valueOf(directory), "clientFiles", "cannot be read: " + e.getMessage());
        }
    }

    /** Finds the file for a path below {@code /CCM_Client}. */
    Optional<Path> find(String path) {
        return Optional.ofNullable(byName.get(path.toLowerCase(Locale.ROOT)));
    }

    private static Map<String, Path> list(Path source) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(source, MAX_DEPTH)) {
            List<Path> regular =
                    paths.filter(Files::isRegularFile).limit(MAX_FILES + 1L).toList();
            if (regular.size() > MAX_FILES) {
                throw new IOException("more than " + MAX_FILES + " files; is it the client's directory?");
            }
            regular.forEach(file -> files.put(nameOf(source, file).toLowerCase(Locale.ROOT), file));
        }
        return files;
    }

    private static String nameOf(Path source, Path file) {
        return source.relativize(file).toString().replace('\\', '/');
    }

    private static String manifest(Map<String, Path> files, Path source, String version) throws IOException {
        StringBuilder xml = new StringBuilder(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<SetupManifest Version=\"" + version + "\">\n");
        for (Path file : files.values()) {
            xml.append("  <File Name=\"%s\" Size=\"%d\" SHA256=\"%s\"/>\n"
                    .formatted(Escaped.xml(nameOf(source, file)), Files.size(file), sha256(file)));
        }
        return xml.append("</SetupManifest>\n").toString();
    }

    private static String sha256(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[64 << 10];
            for (int count = in.read(chunk); count > 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
            return HexFormat.of().withUpperCase().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
