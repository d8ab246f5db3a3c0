package opencmg.mockmp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import opencmg.settings.PemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Readers who ask for much over TLS and take nothing cost little, and everybody else is served. */
@ExtendWith(SharedSite.class)
class StalledReaderTest {

    private static final int READERS = 8;
    private static final long MAX_DIRECT_BYTES = 48L << 20;
    private static final int PATIENCE = 20_000;

    @Test
    void servesOthersWhileDownloadsStandStill(SiteForTests site) throws Exception {
        standStill(site, "/CCM_Client/lab/1000000000");
    }

    @Test
    void servesOthersWhileEndlessBodiesStandStill(SiteForTests site) throws Exception {
        site.tell(
                "PUT",
                "/site/scenarios",
                "{\"scenarios\":[{\"name\":\"endless\",\"role\":\"mp\",\"path\":\"/CCM_Client/endless\",\"fault\":\"ENDLESS_BODY\"}]}");
        try {
            standStill(site, "/CCM_Client/endless");
        } finally {
            site.tell("PUT", "/site/scenarios", "{\"scenarios\":[]}");
        }
    }

    private static void standStill(SiteForTests site, String path) throws Exception {
        URI mp = site.site().managementPointUrl();
        SSLContext tls = ModesTest.context(
                PemFiles.certificates(site.site().issuingRootFile()).get(0), null);
        long before = direct();
        List<Socket> readers = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                Socket reader = ask(tls, mp, path);
                readers.add(reader);
                // The head is here: the body is on its way.
                assertThat(reader.getInputStream().readNBytes(15)).isEqualTo("HTTP/1.1 200 OK".getBytes(US_ASCII));
            }
            assertThat(received(tls, mp, "/CCM_Client/lab/3000000")).isGreaterThan(3_000_000);
            assertThat(received(tls, mp, "/SMS_MP/.sms_aut?MPLIST")).isPositive();
            assertThat(direct() - before).isLessThan(MAX_DIRECT_BYTES);
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
        assertThat(received(tls, mp, "/CCM_Client/lab/3000000")).isGreaterThan(3_000_000);
    }

    private static long received(SSLContext tls, URI mp, String path) throws IOException {
        try (Socket socket = ask(tls, mp, path);
                InputStream answer = socket.getInputStream()) {
            return answer.readAllBytes().length;
        }
    }

    private static Socket ask(SSLContext tls, URI mp, String path) throws IOException {
        // Small, and set before connecting: what the kernel takes is no measure of the site.
        Socket plain = new Socket();
        plain.setReceiveBufferSize(8192);
        plain.setSoTimeout(PATIENCE);
        plain.connect(new InetSocketAddress(mp.getHost(), mp.getPort()), PATIENCE);
        Socket socket = tls.getSocketFactory().createSocket(plain, mp.getHost(), mp.getPort(), true);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: mp\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
        return socket;
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
