package opencmg.mockmp.settings;

/**
 * Section {@code messages}: limits on the size of one message.
 *
 * @param sentBytes maximum request body
 * @param inflatedBytes maximum size of the body after decompression: the protection against zlib bombs
 */
public record MessageLimits(int sentBytes, int inflatedBytes) {

    public static final MessageLimits DEFAULT = new MessageLimits(4 << 20, 16 << 20);

    private static final int MAX_BYTES = 256 << 20;

    public MessageLimits {
        check("sentBytes", sentBytes);
        check("inflatedBytes", inflatedBytes);
    }

    private static void check(String key, int bytes) {
        if (bytes < 1024 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(key + " must be 1024 to " + MAX_BYTES
                    + ", for example messages: {sentBytes: 4194304, inflatedBytes: 16777216}");
        }
    }
}
