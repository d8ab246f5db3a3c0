package opencmg.client.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What a device does again and again; the share is how often of a hundred times. */
enum DeviceWork {
    /** A signed question for changed policies. */
    POLICY("policy poll", 40),
    /** A signed status message, which nobody answers. */
    STATUS("status message", 20),
    /** A part of a client file. */
    DOWNLOAD("download", 20),
    /** The question for the site. */
    LOCATION("location request", 10),
    /** A signed heartbeat record. */
    DISCOVERY("heartbeat", 5),
    /** The first question of an update scan. */
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

    /** A hundred pieces of work in a mixed order that is the same in every run. */
    static List<DeviceWork> mix() {
        List<DeviceWork> mix = new ArrayList<>();
        for (DeviceWork work : values()) {
            mix.addAll(Collections.nCopies(work.share, work));
        }
        Collections.shuffle(mix, new Random(100));
        return List.copyOf(mix);
    }
}
