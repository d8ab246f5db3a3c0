package opencmg.gateway.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Mutates valid inputs with a fixed seed: the short fuzzing of each build. Jazzer does the long one ({@code JAZZER_FUZZ=1}).
 */
public final class Mutations {

    private static final byte[] SPECIAL =
            "\0\n\r \"%&'()*+,-./09:;<=>?@AZ[\\]_az{|}~\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    private final Random random = new Random(20_260_101);

    /** Passes {@code count} mutated copies to {@code each}. */
    public void of(byte[] valid, int count, Consumer<byte[]> each) {
        for (int i = 0; i < count; i++) {
            byte[] mutated = valid.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated = mutate(mutated);
            }
            each.accept(mutated);
        }
    }

    public void of(String valid, int count, Consumer<String> each) {
        of(
                valid.getBytes(StandardCharsets.ISO_8859_1),
                count,
                mutated -> each.accept(new String(mutated, StandardCharsets.ISO_8859_1)));
    }

    private byte[] mutate(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(8));
        ByteArrayOutputStream mutated = new ByteArrayOutputStream(bytes.length + 16);
        mutated.write(bytes, 0, from);
        switch (random.nextInt(4)) {
            case 0 -> mutated.write(SPECIAL[random.nextInt(SPECIAL.length)]);
            case 1 -> mutated.write(random.nextInt(256));
            case 2 -> mutated.write(bytes, from, to - from); // duplicates what follows
            default -> from = to; // removes what follows
        }
        mutated.write(bytes, from, bytes.length - from);
        return mutated.toByteArray();
    }
}
