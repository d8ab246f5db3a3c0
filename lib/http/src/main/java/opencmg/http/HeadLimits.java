package opencmg.http;

/**
 * Maximum size of a message head.
 *
 * @param lineBytes of the first line; for requests limits.uriBytes of the settings
 * @param bytes of all header fields together; limits.headerBytes
 * @param fields number of header fields; limits.headerFields
 */
public record HeadLimits(int lineBytes, int bytes, int fields) {

    /** For responses of servers inside. */
    public static final HeadLimits RESPONSE = new HeadLimits(8 << 10, 64 << 10, Integer.MAX_VALUE);
}
