package opencmg.client.setup;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import opencmg.client.http.WebRequest;
import opencmg.launch.cmtrace.ComponentLog;
import opencmg.settings.Secret;

/** Exchanges a registration, Entra or client token for a CCM token at {@code CCM_STS}. */
final class TokenExchange {

    private static final DateTimeFormatter EXPIRY = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT);

    private final CcmHttp http;
    private final ComponentLog log;
    private final Clock clock;

    TokenExchange(CcmHttp http, ComponentLog log, Clock clock) {
        this.http = http;
        this.log = log;
        this.clock = clock;
    }

    Secret ccmToken(ManagementPoint mp, Secret token) {
        String url = mp.url(true, "/CCM_STS");
        log.info("Getting CCM Token from STS server '" + mp.name() + "'");
        log.info("Getting CCM Token from " + url);
        try {
            var response =
                    http.send(WebRequest.of("POST", url).bearer(token.reveal())).json();
            String ccmToken = response.getString("access_token", "");
            if (ccmToken.isEmpty()) {
                throw http.unreadable(new IllegalArgumentException("CCM_STS answered without an access_token"));
            }
            Instant expiry = clock.instant().plusSeconds(response.getLong("expires_in", 0L));
            log.info("Cached encrypted token for 'S-1-5-18'. Will expire at '"
                    + EXPIRY.format(expiry.atZone(clock.getZone())) + "'");
            return Secret.of(ccmToken);
        } catch (SetupFailedException e) {
            log.error("RetrieveTokenFromStsServerImpl failed with error "
                    + e.code().hex());
            throw e;
        }
    }
}
