package opencmg.connectionpoint;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the site configuration comes from: a site server, or a file beside a real management point. Exactly one of the two.
 *
 * @param url of the site server, scheme to port
 * @param secretFile bearer secret of the site server, one line
 * @param file the configuration itself, read again whenever it changes
 */
public record SiteAccess(
        @Nullable URI url,
        @Nullable Path secretFile,
        @Nullable Path file) {

    private static final String EXAMPLES =
            ", for example site: {url: \"http://127.0.0.1:8083\", secretFile: site.secret} or site: {file: site.yaml}";

    public SiteAccess {
        if ((url == null) == (file == null)) {
            throw new IllegalArgumentException("needs either url or file" + EXAMPLES);
        }
        if ((url == null) != (secretFile == null)) {
            throw new IllegalArgumentException("url and secretFile go together" + EXAMPLES);
        }
        if (url != null
                && (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))) {
            throw new IllegalArgumentException("url '" + url + "' must be http or https with a host" + EXAMPLES);
        }
    }

    /** The file; call it when {@link #url} is null. */
    Path fileOrThrow() {
        if (file == null) {
            throw new IllegalStateException("neither url nor file, which the constructor refuses");
        }
        return file;
    }
}
