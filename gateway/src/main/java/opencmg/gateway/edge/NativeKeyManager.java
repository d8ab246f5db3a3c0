package opencmg.gateway.edge;

import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;

/**
 * Certificate and key of the edge, converted for BoringSSL once. Otherwise Netty encodes the key as PEM and BoringSSL parses it again in every handshake,
 * which takes a fifth of a handshake's cost apart from the signature.
 */
final class NativeKeyManager implements KeyCertOptions {

    private final PemKeyCertOptions files;

    NativeKeyManager(PemKeyCertOptions files) {
        this.files = files;
    }

    @Override
    public NativeKeyManager copy() {
        return new NativeKeyManager(files.copy());
    }

    /** Reads the files. Vert.x calls it off the event loop. */
    @Override
    public KeyManagerFactory getKeyManagerFactory(Vertx vertx) throws Exception {
        return new OpenSslCachingX509KeyManagerFactory(files.getKeyManagerFactory(vertx));
    }

    @Override
    public Function<String, KeyManagerFactory> keyManagerFactoryMapper(Vertx vertx) throws Exception {
        return files.keyManagerFactoryMapper(vertx);
    }
}
