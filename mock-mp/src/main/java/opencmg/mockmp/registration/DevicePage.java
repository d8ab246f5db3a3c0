package opencmg.mockmp.registration;

import java.util.Locale;
import java.util.Optional;
import opencmg.mockmp.clientid.SmsId;
import opencmg.settings.Require;

/**
 * Which part of the list of devices is wanted; newest first.
 *
 * @param namePrefix what NetBIOS names begin with, in any case; empty for all
 * @param after the last device of the page before; empty for the first page
 * @param most at most this many
 */
public record DevicePage(String namePrefix, Optional<SmsId> after, int most) {

    /** Devices on a page. */
    public static final int LARGEST = 1000;

    public DevicePage {
        Require.matches(namePrefix, "[^\\p{Cntrl}]{0,64}", "name", "PC1");
        namePrefix = namePrefix.toLowerCase(Locale.ROOT);
        if (most < 1 || most > LARGEST) {
            throw new IllegalArgumentException("limit must be 1 to " + LARGEST + ", for example limit=200");
        }
    }
}
