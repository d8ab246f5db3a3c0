package opencmg.tunnel;

import java.nio.file.Path;

/**
 * Files for mutual TLS at one end.
 *
 * @param certificateFile PEM, own leaf first
 * @param keyFile PEM, PKCS#8
 * @param trustFile PEM, the authorities that may issue the other end's certificate
 */
public record TunnelTls(Path certificateFile, Path keyFile, Path trustFile) {}
