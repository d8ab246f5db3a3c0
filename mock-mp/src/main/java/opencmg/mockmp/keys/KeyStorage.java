package opencmg.mockmp.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import opencmg.settings.PemFiles;

/** Identities as {@code name.pem} and {@code name.key} in one directory. Files appear whole; keys have mode 0600 from their first byte. */
final class KeyStorage {

    private final Path directory;

    KeyStorage(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + directory + " cannot be made", e);
        }
    }

    Path certificateFile(String name) {
        return directory.resolve(name + ".pem");
    }

    Path keyFile(String name) {
        return directory.resolve(name + ".key");
    }

    Optional<SiteIdentity> load(String name) {
        if (!Files.exists(certificateFile(name)) || !Files.exists(keyFile(name))) {
            return Optional.empty();
        }
        return Optional.of(new SiteIdentity(
                PemFiles.certificates(certificateFile(name)).get(0), PemFiles.privateKey(keyFile(name))));
    }

    /** Writes the key first, so that a certificate is never there without its key. */
    void save(String name, SiteIdentity identity, List<X509Certificate> chain) {
        write(keyFile(name), block("PRIVATE KEY", identity.key().getEncoded()));
        write(certificateFile(name), chain.stream().map(KeyStorage::pem).collect(Collectors.joining()));
    }

    void delete(String name) {
        try {
            Files.deleteIfExists(certificateFile(name));
            Files.deleteIfExists(keyFile(name));
        } catch (IOException e) {
            throw new UncheckedIOException("the identity " + name + " cannot be deleted", e);
        }
    }

    /** A small text, the same way; {@code otherwise} is asked once, when the file is not there. */
    String text(String fileName, Supplier<String> otherwise) {
        Path file = directory.resolve(fileName);
        try {
            if (!Files.exists(file)) {
                write(file, otherwise.get() + "\n");
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    static String pem(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has an encoding", e);
        }
    }

    private static String block(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    private void write(Path file, String text) {
        try {
            Path draft = Files.createTempFile(directory, file.getFileName() + ".", ".draft", ownerOnly());
            Files.writeString(draft, text, StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-------");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)} : new FileAttribute<?>[0];
    }
}
