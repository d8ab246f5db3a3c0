package opencmg.http;

/**
 * How large the head of a request may be.
 *
 * @param lineBytes of the request line, limits.uriBytes of the settings
 * @param bytes of all header fields, limits.headerBytes
 * @param fields number of them, limits.headerFields
 */
public record HeadLimits(int lineBytes, int bytes, int fields) {}
