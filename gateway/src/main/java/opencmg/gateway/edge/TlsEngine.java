package opencmg.gateway.edge;

/** Who does the TLS of the edge. */
public enum TlsEngine {
    /** BoringSSL where its library loads, otherwise the JDK. */
    AUTO,
    BORINGSSL,
    JDK
}
