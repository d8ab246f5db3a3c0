package opencmg.tunnel.http2;

import io.netty.util.AsciiString;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names of header fields as the codec wants them, with the hash that it asks for: there are some dozens that come with every message. */
final class HeaderNameCache {

    private static final int MOST = 512;
    private static final int LONGEST = 64;

    private static final Map<String, AsciiString> KNOWN = new ConcurrentHashMap<>();

    private HeaderNameCache() {}

    /** In lower case. */
    static AsciiString of(String name) {
        AsciiString known = KNOWN.get(name);
        return known == null ? unknown(name) : known;
    }

    private static AsciiString unknown(String name) {
        // Lower-casing returns the name itself where there is nothing to do, which is the rule.
        AsciiString made = AsciiString.of(name).toLowerCase();
        if (name.length() <= LONGEST && KNOWN.size() < MOST) {
            KNOWN.put(name, made);
        }
        return made;
    }
}
