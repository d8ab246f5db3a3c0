package opencmg.mockmp.keys;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import opencmg.settings.Secret;

/** The secret of the site server face: read from its file, which is made with mode 0600 when it is missing. */
public final class SiteSecret {

    private SiteSecret() {}

    public static Secret open(Path file) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        KeyStorage storage = new KeyStorage(directory == null ? absolute : directory);
        return Secret.of(storage.text(String.valueOf(absolute.getFileName()), SiteSecret::fresh));
    }

    private static String fresh() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
