package opencmg.mockmp.messaging;

/**
 * A message as read.
 *
 * @param header part 1
 * @param payload part 2 as it was sent, still compressed: what the client signed
 * @param body part 2 as text, without NUL; the literal characters, for signatures over parts of them
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of one request, handed on and never compared
public record Message(MessageHeader header, byte[] payload, String body) {}
