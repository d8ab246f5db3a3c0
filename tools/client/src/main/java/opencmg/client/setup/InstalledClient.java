package opencmg.client.setup;

import java.nio.file.Path;

/**
 * A client that is there and registered.
 *
 * @param clientId {@code GUID:...}
 * @param siteCode of its site
 * @param siteVersion for example {@code 5.00.9128.1000}
 * @param files how many client files there are now
 * @param bytes of those that were downloaded
 * @param registration the line of ClientIDManagerStartup.log that people look for
 * @param logs folder
 */
public record InstalledClient(
        String clientId, String siteCode, String siteVersion, int files, long bytes, String registration, Path logs) {}
