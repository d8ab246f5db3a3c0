package opencmg.mockmp.messaging;

/**
 * A parsed message.
 *
 * @param header part 1
 * @param payload part 2 as sent, still compressed: what the client signed
 * @param body part 2 as text, without NUL; unchanged, because signatures may cover parts of it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of one request, passed on and never compared
public record Message(MessageHeader header, byte[] payload, String body) {}
