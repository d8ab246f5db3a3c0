package opencmg.mockmp.identity;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.IisRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Requires a trusted client certificate at an HTTPS management point and responds as IIS does (protocol.md 2.6): 403 "Client certificate required"
 * without one. The TLS handshake accepts any certificate, so that this response can be sent at all. Verdicts are cached, because every request of a
 * connection needs one.
 */
public final class CertificateRequired implements Handler<RoutingContext> {

    private static final int MAX_CACHED = 1000;

    private final ClientCertificates certificates;
    private final WorkerPool work;
    private final Map<X509Certificate, Boolean> verdicts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<X509Certificate, Boolean> eldest) {
            return size() > MAX_CACHED;
        }
    };

    public CertificateRequired(ClientCertificates certificates, WorkerPool work) {
        this.certificates = certificates;
        this.work = work;
    }

    @Override
    public void handle(RoutingContext context) {
        List<X509Certificate> chain =
                PresentedCredentials.peerCertificates(context.request().sslSession());
        if (chain.isEmpty()) {
            context.fail(new IisRefusedException("403.7", "Client certificate required", "no client certificate"));
            return;
        }
        Boolean cached = cached(chain.get(0));
        if (cached != null) {
            decide(context, cached);
            return;
        }
        context.request().pause();
        work.run(() -> certificates.trusts(chain))
                .onSuccess(trusted -> {
                    cache(chain.get(0), trusted);
                    context.request().resume();
                    decide(context, trusted);
                })
                .onFailure(context::fail);
    }

    private static void decide(RoutingContext context, boolean trusted) {
        if (trusted) {
            context.next();
        } else {
            context.fail(
                    new IisRefusedException("403.16", "Forbidden", "the client certificate is untrusted or invalid"));
        }
    }

    private @Nullable Boolean cached(X509Certificate certificate) {
        synchronized (verdicts) {
            return verdicts.get(certificate);
        }
    }

    private void cache(X509Certificate certificate, boolean trusted) {
        synchronized (verdicts) {
            verdicts.put(certificate, trusted);
        }
    }
}
