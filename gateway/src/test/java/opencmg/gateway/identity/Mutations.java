package opencmg.gateway.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Bends good inputs into bad ones, the same ones in every run: what the short fuzzing of each build is made of. The long one is Jazzer's
 * ({@code JAZZER_FUZZ=1}).
 */
public final class Mutations {

    private static final byte[] TELLING =
            "\0\n\r \"%&'()*+,-./09:;<=>?@AZ[\\]_az{|}~\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    private final Random random = new Random(20_260_101);

    /** Hands out that many bent copies. */
    public void of(byte[] good, int count, Consumer<byte[]> each) {
        for (int i = 0; i < count; i++) {
            byte[] bent = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bent = bend(bent);
            }
            each.accept(bent);
        }
    }

    public void of(String good, int count, Consumer<String> each) {
        of(
                good.getBytes(StandardCharsets.ISO_8859_1),
                count,
                bent -> each.accept(new String(bent, StandardCharsets.ISO_8859_1)));
    }

    private byte[] bend(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(8));
        ByteArrayOutputStream bent = new ByteArrayOutputStream(bytes.length + 16);
        bent.write(bytes, 0, from);
        switch (random.nextInt(4)) {
            case 0 -> bent.write(TELLING[random.nextInt(TELLING.length)]);
            case 1 -> bent.write(random.nextInt(256));
            case 2 -> bent.write(bytes, from, to - from); // what follows comes twice
            default -> from = to; // what follows is left out
        }
        bent.write(bytes, from, bytes.length - from);
        return bent.toByteArray();
    }
}
