package opencmg.tunnel;

import java.nio.file.Path;

/**
 * Mutual TLS of one end.
 *
 * @param certificateFile PEM, own leaf first
 * @param keyFile PEM, PKCS#8
 * @param trustFile PEM, the authorities that the other end's certificate must come from
 */
public record TunnelTls(Path certificateFile, Path keyFile, Path trustFile) {}
