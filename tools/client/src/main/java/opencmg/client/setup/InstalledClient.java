package opencmg.client.setup;

import java.nio.file.Path;

/**
 * An installed and registered client.
 *
 * @param clientId {@code GUID:...}
 * @param siteCode three characters
 * @param siteVersion for example {@code 5.00.9128.1000}
 * @param files number of client files
 * @param bytes downloaded in this run
 * @param registration the line of ClientIDManagerStartup.log that confirms the registration
 * @param logs folder of the logs
 */
public record InstalledClient(
        String clientId, String siteCode, String siteVersion, int files, long bytes, String registration, Path logs) {}
