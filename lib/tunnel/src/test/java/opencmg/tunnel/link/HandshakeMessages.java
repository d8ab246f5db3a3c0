package opencmg.tunnel.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What the two ends say first on the control stream, as the contract has it (docs/tunnel.md 2): four bytes of length, then JSON. For peers that know nothing of our code. */
final class HandshakeMessages {

    private HandshakeMessages() {}

    /** Of a connection point. */
    static byte[] hello() {
        return message(
                "{\"type\":\"hello\",\"connectionId\":\"%s\",\"siteCode\":\"LAB\",\"version\":\"1\",\"epoch\":1,\"mostExchanges\":512}"
                        .formatted(TunnelFixture.CONNECTION_POINT));
    }

    /** Of a gateway. */
    static byte[] welcome() {
        return message("{\"type\":\"welcome\",\"instance\":\"other\"}");
    }

    static byte[] message(String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + text.length)
                .putInt(text.length)
                .put(text)
                .array();
    }
}
