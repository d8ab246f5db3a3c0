package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.RelayFixture.await;
import static opencmg.connectionpoint.relay.RelayFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import opencmg.http.HeaderFields;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What RFC 9110 and RFC 9113 ask of an intermediary between HTTP/2 and HTTP/1.1: Via, cookies, connection fields. */
class ForwardingRulesTest {

    private RelayFixture fixture;
    private ScriptedServer server;

    @BeforeEach
    void open() throws Exception {
        fixture = new RelayFixture(RelayFixture.FOUR_EXCHANGES);
        server = new ScriptedServer(fixture);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private String headFor(MultiMap fields) throws Exception {
        Future<RelayFixture.Response> response = fixture.send(request("GET", "/SMS_MP/x", fields, null));
        ScriptedServer.ReceivedRequest received = server.next();
        received.ok();
        assertThat(await(response).status()).isEqualTo(200);
        return received.head();
    }

    @Test
    void addsItselfToViaInBothDirections() throws Exception {
        MultiMap fields = new HeaderFields().add("via", "1.1 opencmg-gateway (1)");
        Future<RelayFixture.Response> response = fixture.send(request("GET", "/SMS_MP/x", fields, null));
        ScriptedServer.ReceivedRequest received = server.next();
        received.respond("HTTP/1.0 200 OK\r\nVia: 1.1 cache\r\nContent-Length: 0\r\n\r\n");

        assertThat(received.head())
                .containsPattern("\r\nvia: 1\\.1 opencmg-gateway \\(1\\)\r\nvia: 2\\.0 test-cp \\([0-9a-f-]+\\)\r\n");
        assertThat(await(response).headers().getAll("via")).containsExactly("1.1 cache", "1.0 test-cp");
    }

    @Test
    void refusesARequestThatComesBackThroughAnotherGateway() throws Exception {
        String head = headFor(new HeaderFields());
        String via = head.substring(head.indexOf("via: ") + 5, head.indexOf("\r\n", head.indexOf("via: ")));

        RelayFailure failure = fixture.failure(
                request("GET", "/SMS_MP/x", new HeaderFields().add("via", via + ", 1.1 opencmg-gateway (2)"), null));

        assertThat(failure.reason()).isEqualTo(FailureReason.LOOP_DETECTED);
        assertThat(failure.reason().hop()).isEqualTo("connection-point");
        assertThat(failure.detail()).contains(RelayFixture.ROLE, server.url(), via);
        assertThat(server.hasNoRequest()).isTrue();
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @Test
    void forwardsARequestOfAnotherConnectionPointOfTheSameName() throws Exception {
        assertThat(headFor(new HeaderFields().add("via", "2.0 test-cp (7c0a2a0e-2d55-4e54-8d27-1b6f1f4c7f11)")))
                .contains("(7c0a2a0e-2d55-4e54-8d27-1b6f1f4c7f11)\r\nvia: 2.0 test-cp (");
    }

    @Test
    void joinsTheCookiesThatHttp2HasSplit() throws Exception {
        String head = headFor(new HeaderFields()
                .add("cookie", "a=b")
                .add("x", "y")
                .add("cookie", "c=d; e=f")
                .add("cookie", "g"));

        assertThat(head).contains("\r\ncookie: a=b; c=d; e=f; g\r\n").containsOnlyOnce("cookie");
    }

    @Test
    void keepsOneCookieAsItIs() throws Exception {
        assertThat(headFor(new HeaderFields().add("Cookie", "a=b; c"))).contains("\r\ncookie: a=b; c\r\n");
    }
}
