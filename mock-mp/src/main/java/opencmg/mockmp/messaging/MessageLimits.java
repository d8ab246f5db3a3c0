package opencmg.mockmp.messaging;

/**
 * What one message may cost.
 *
 * @param sentBytes largest request body
 * @param inflatedBytes largest body after decompression, the end of zlib bombs
 */
public record MessageLimits(int sentBytes, int inflatedBytes) {

    public static final MessageLimits DEFAULT = new MessageLimits(4 << 20, 16 << 20);

    private static final int LARGEST = 256 << 20;

    public MessageLimits {
        check("sentBytes", sentBytes);
        check("inflatedBytes", inflatedBytes);
    }

    private static void check(String key, int bytes) {
        if (bytes < 1024 || bytes > LARGEST) {
            throw new IllegalArgumentException(key + " must be 1024 to " + LARGEST
                    + ", for example messages: {sentBytes: 4194304, inflatedBytes: 16777216}");
        }
    }
}
