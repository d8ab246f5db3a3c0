package opencmg.mockmp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes to no handler at all is answered like everything else: status, request id, and a body that says what is wrong. */
@ExtendWith(SharedSite.class)
class UnreadableTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1~Host: mp~X: <70000>~~|431 Request Header Fields Too Large|The headers are over the"
                        + " limit.",
                "GET /<20000> HTTP/1.1~Host: mp~~|414 URI Too Long|The request line is over the limit.",
                "NONSENSE~~|400 Bad Request|The bytes are no HTTP request: ",
                "POST /CCM_STS HTTP/1.1~Host: mp~Content-Length: 1~Content-Length: 2~~|400 Bad Request|The bytes are"
                        + " no HTTP request: "
            })
    void saysWhatTheDecoderCouldNotRead(String request, String status, String body, SiteForTests site)
            throws IOException {
        String answer = answered(
                site,
                request.replace("~", "\r\n")
                        .replace("<70000>", "x".repeat(70_000))
                        .replace("<20000>", "x".repeat(20_000)));

        assertThat(answer.lines().findFirst().orElse("")).endsWith(" " + status);
        assertThat(answer).containsIgnoringCase("x-opencmg-request-id: ").contains("\r\n\r\n" + body);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404, Not Found",
        "GET, /CCM_Client/../site.secret, 404, Not Found",
        "BITS_POST, /CCM_Incoming/x, 404, Not Found",
        "POST, /CCM_Incoming/x, 405, Method Not Allowed",
        "GET, /ccm_system/request, 405, Method Not Allowed",
        "DELETE, /SMS_MP/.sms_aut, 405, Method Not Allowed"
    })
    void saysWhatHasNoRoute(String method, String path, int status, String body, SiteForTests site) {
        HttpResponse<String> answer = SiteForTests.send(
                HttpRequest.newBuilder(site.mp().resolve(path)).method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body + "\n");
        assertThat(answer.headers().firstValue("x-opencmg-request-id")).isPresent();
    }

    @Test
    void goesOnAfterIt(SiteForTests site) {
        assertThat(site.get("/SMS_MP/.sms_aut?MPLIST").statusCode()).isEqualTo(200);
    }

    /** All that comes until the site closes. */
    private static String answered(SiteForTests site, String request) throws IOException {
        try (Socket socket = new Socket(site.mp().getHost(), site.mp().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
