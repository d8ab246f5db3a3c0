package opencmg.client.message;

/** The hooks of a message: that its body is compressed, and who vouches for it (protocol.md 2.4). */
final class ClientAuth {

    static final String COMPRESSED = "<Hook3 Name=\"zlib-compress\"/>";

    /** The signature's algorithm, sha256WithRSAEncryption. */
    private static final String HASH_ALGORITHM = "1.2.840.113549.1.1.11";

    private ClientAuth() {}

    /**
     * The hook of a registered client.
     *
     * @param payload the compressed bytes of part 2 as they are sent
     */
    static String hook(Message message, ClientIdentity identity, byte[] payload) {
        return "<Hook2 Name=\"clientauth\">"
                + property("AuthSenderMachine", Xml.escape(message.sourceHost()))
                + property("PublicKey", identity.publicKeyHex())
                + property("ClientIDSignature", identity.sign(Utf16.terminated(message.sourceId())))
                + property("PayloadSignature", identity.sign(payload))
                + property("ClientCapabilities", "NonSSL")
                + property("HashAlgorithm", HASH_ALGORITHM)
                + "</Hook2>";
    }

    private static String property(String name, String value) {
        return "<Property Name=\"" + name + "\">" + value + "</Property>";
    }
}
