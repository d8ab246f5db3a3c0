package opencmg.gateway.edge;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.UUID;

/** Request ids of one event loop: GUIDs as in the product's logs. Unique, but no secret, so that none needs the system's entropy. */
final class RequestIds {

    private static final long VERSION = 0xFFFFFFFFFFFF0FFFL;
    private static final long VARIANT = 0x3FFFFFFFFFFFFFFFL;

    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

    String next() {
        return new UUID((random.nextLong() & VERSION) | 0x4000L, (random.nextLong() & VARIANT) | 0x8000000000000000L)
                .toString();
    }
}
