package opencmg.gateway.edge;

/**
 * What the edge accepts from clients and how long it waits for them.
 *
 * @param connections client connections of the whole gateway; more are closed at once
 * @param headerBytes size of a request head
 * @param headerFields number of fields in a request head
 * @param uriBytes length of the request line
 * @param handshakeSeconds from the TCP connection to the end of the TLS handshake
 * @param keepAliveSeconds how long a connection may wait for each request head
 * @param stallSeconds how long a client may stop reading a response
 */
public record EdgeLimits(
        int connections,
        int headerBytes,
        int headerFields,
        int uriBytes,
        int handshakeSeconds,
        int keepAliveSeconds,
        int stallSeconds) {}
