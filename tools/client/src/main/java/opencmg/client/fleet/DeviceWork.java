package opencmg.client.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The recurring work of a device; the share is its percentage. */
enum DeviceWork {
    /** A signed request for changed policies. */
    POLICY("policy poll", 40),
    /** A signed status message, which has no reply. */
    STATUS("status message", 20),
    /** A part of a client file. */
    DOWNLOAD("download", 20),
    /** A site information request. */
    LOCATION("location request", 10),
    /** A signed discovery record. */
    DISCOVERY("heartbeat", 5),
    /** The first request of an update scan. */
    UPDATES("update scan", 5);

    private final String text;
    private final int share;

    DeviceWork(String text, int share) {
        this.text = text;
        this.share = share;
    }

    String text() {
        return text;
    }

    /** A hundred pieces of work, shuffled in the same way in every run. */
    static List<DeviceWork> mix() {
        List<DeviceWork> mix = new ArrayList<>();
        for (DeviceWork work : values()) {
            mix.addAll(Collections.nCopies(work.share, work));
        }
        Collections.shuffle(mix, new Random(100));
        return List.copyOf(mix);
    }
}
