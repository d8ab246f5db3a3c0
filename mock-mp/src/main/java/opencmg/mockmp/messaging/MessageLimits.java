package opencmg.mockmp.messaging;

/**
 * What one message may cost.
 *
 * @param sentBytes largest request body
 * @param inflatedBytes largest body after decompression, the end of zlib bombs
 */
public record MessageLimits(int sentBytes, int inflatedBytes) {

    public static final MessageLimits DEFAULT = new MessageLimits(4 << 20, 16 << 20);

    public MessageLimits {
        if (sentBytes < 1024 || inflatedBytes < 1024) {
            throw new IllegalArgumentException(
                    "sentBytes and inflatedBytes must be 1024 or more, for example messages: {sentBytes: 4194304, inflatedBytes: 16777216}");
        }
    }
}
