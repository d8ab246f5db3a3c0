package opencmg.gateway.edge;

/** The TLS implementation of the edge. */
public enum TlsEngine {
    /** BoringSSL where its library loads, otherwise the JDK. */
    AUTO,
    BORINGSSL,
    JDK
}
