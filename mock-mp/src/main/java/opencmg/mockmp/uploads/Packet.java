package opencmg.mockmp.uploads;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** BITS-Packet-Type of a request ([MC-BUP] 2.2.1.2). */
enum Packet {
    CREATE_SESSION,
    PING,
    FRAGMENT,
    CLOSE_SESSION,
    CANCEL_SESSION;

    static final String HEADER = "BITS-Packet-Type";

    static Optional<Packet> of(@Nullable String header) {
        String name =
                header == null ? "" : header.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(packet -> packet.name().equals(name))
                .findFirst();
    }
}
