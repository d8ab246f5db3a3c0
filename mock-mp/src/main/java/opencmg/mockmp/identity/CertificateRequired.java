package opencmg.mockmp.identity;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import opencmg.mockmp.database.BlockingWork;
import opencmg.mockmp.http.IisRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * The door of an HTTPS management point, with the words of IIS (protocol.md 2.6): 403 "Client certificate required" without a certificate. The TLS
 * handshake takes any certificate, so that this answer can be given at all; the verdict is remembered, because every request of a connection asks.
 */
public final class CertificateRequired implements Handler<RoutingContext> {

    private static final int MOST_REMEMBERED = 1000;

    private final ClientCertificates certificates;
    private final BlockingWork work;
    private final Map<X509Certificate, Boolean> verdicts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<X509Certificate, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    public CertificateRequired(ClientCertificates certificates, BlockingWork work) {
        this.certificates = certificates;
        this.work = work;
    }

    @Override
    public void handle(RoutingContext context) {
        List<X509Certificate> chain = ShownCredentials.shown(context.request().sslSession());
        if (chain.isEmpty()) {
            context.fail(new IisRefusedException("403.7", "Client certificate required", "no client certificate"));
            return;
        }
        Boolean known = remembered(chain.get(0));
        if (known != null) {
            decide(context, known);
            return;
        }
        context.request().pause();
        work.run(() -> certificates.trusts(chain))
                .onSuccess(trusted -> {
                    remember(chain.get(0), trusted);
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

    private @Nullable Boolean remembered(X509Certificate certificate) {
        synchronized (verdicts) {
            return verdicts.get(certificate);
        }
    }

    private void remember(X509Certificate certificate, boolean trusted) {
        synchronized (verdicts) {
            verdicts.put(certificate, trusted);
        }
    }
}
