package opencmg.mockmp;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Takes any client certificate in the handshake; whether it is worth anything is decided for each request. Clients only: it trusts no server. */
final class AcceptAnyCertificate implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        // decided later, where a reason can be given
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw new IllegalStateException("this is no client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
