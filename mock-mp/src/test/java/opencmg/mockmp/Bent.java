package opencmg.mockmp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Good inputs bent into bad ones, the same ones in every run: the short fuzzing of each build. The long one is Jazzer's, with {@code JAZZER_FUZZ=1}.
 */
public final class Bent {

    private static final String[] TELLING = {
        "\0",
        "<",
        ">",
        "&",
        "\"",
        "]]>",
        "<![CDATA[",
        "&#0;",
        "&x;",
        "<!DOCTYPE a []>",
        "<?a ?>",
        "\r\n\r\n",
        "--",
        "\uFEFF",
        "\uD800"
    };

    private final Random random = new Random(20_261_122);

    /** Hands out that many bent copies of a file of the golden requests. */
    public static void golden(String file, int count, Consumer<byte[]> each) {
        new Bent().of(bytes(file), count, StandardCharsets.ISO_8859_1, each);
    }

    /** The same of a text. */
    public static void text(String good, int count, Consumer<String> each) {
        new Bent()
                .of(
                        good.getBytes(StandardCharsets.UTF_16LE),
                        count,
                        StandardCharsets.UTF_16LE,
                        bytes -> each.accept(new String(bytes, StandardCharsets.UTF_16LE)));
    }

    public static byte[] bytes(String file) {
        try (var in = Bent.class.getResourceAsStream("/golden/" + file)) {
            if (in == null) {
                throw new AssertionError("no golden file " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void of(byte[] good, int count, Charset charset, Consumer<byte[]> each) {
        for (int i = 0; i < count; i++) {
            byte[] bent = good;
            for (int change = random.nextInt(4); change >= 0; change--) {
                bent = bend(bent, charset);
            }
            each.accept(bent);
        }
    }

    private byte[] bend(byte[] bytes, Charset charset) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(64));
        ByteArrayOutputStream bent = new ByteArrayOutputStream(bytes.length + 64);
        bent.write(bytes, 0, from);
        switch (random.nextInt(4)) {
            case 0 -> bent.writeBytes(TELLING[random.nextInt(TELLING.length)].getBytes(charset));
            case 1 -> bent.write(random.nextInt(256));
            case 2 -> bent.write(bytes, from, to - from); // what follows comes twice
            default -> from = to; // what follows is left out
        }
        bent.write(bytes, from, bytes.length - from);
        return bent.toByteArray();
    }
}
