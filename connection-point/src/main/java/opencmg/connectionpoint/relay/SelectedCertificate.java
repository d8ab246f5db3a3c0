package opencmg.connectionpoint.relay;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import opencmg.http.ResponseHead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The result of {@link CertificateFilters}: the certificate that is presented to HTTPS management points, and why others are not. Any thread. */
public final class SelectedCertificate {

    /** Before the first configuration, and when the settings name no certificate. */
    public static final SelectedCertificate NONE = new SelectedCertificate(null, 0, Map.of(), List.of());

    private static final Logger log = LoggerFactory.getLogger(SelectedCertificate.class);

    private final @Nullable CandidateCertificate selected;
    private final int candidates;
    private final Map<String, Integer> remaining;
    private final List<String> dropped;
    private final AtomicBoolean rejectionLogged = new AtomicBoolean();

    SelectedCertificate(
            @Nullable CandidateCertificate selected,
            int candidates,
            Map<String, Integer> remaining,
            List<String> dropped) {
        this.selected = selected;
        this.candidates = candidates;
        this.remaining = remaining;
        this.dropped = List.copyOf(dropped);
    }

    public @Nullable CandidateCertificate selected() {
        return selected;
    }

    /** How many candidates there were and how many each filter left, for example {@code candidates 2, digital signature 2, ...}. */
    public String summary() {
        return "candidates " + candidates
                + remaining.entrySet().stream()
                        .map(filter -> ", " + filter.getKey() + " " + filter.getValue())
                        .collect(Collectors.joining());
    }

    /**
     * Whether an HTTPS upstream rejects the certificate that it got, or got none: IIS's 403.7, which on the wire is a 403 with its reason phrase.
     * The first rejection is logged as an error, with what the filters dropped.
     */
    boolean isRejectedBy(Upstream upstream, ResponseHead response) {
        boolean rejected = upstream.ssl()
                && response.status() == 403
                && response.phrase().toLowerCase(Locale.ROOT).contains("client certificate");
        if (rejected && rejectionLogged.compareAndSet(false, true)) {
            log.atError()
                    .addKeyValue("hop", "upstream")
                    .addKeyValue("url", upstream.url())
                    .addKeyValue("filters", summary())
                    .addKeyValue("picked", selected == null ? "none" : selected.subject())
                    .addKeyValue("dropped", dropped)
                    .log(
                            "the management point answers 403 'client certificate required' to the connection point, not to the"
                                    + " client; name a certificate under upstream.clientCertificates that passes every filter");
        }
        return rejected;
    }

    /** Logs the result in the words of the product's log. */
    public void log() {
        remaining.forEach((filter, count) -> log.info("Filtered cert count with {}: {}", filter, count));
        dropped.forEach(reason -> log.info("Not allowed cert: {}", reason));
        if (candidates > 0 && selected == null) {
            log.atWarn()
                    .addKeyValue("filters", summary())
                    .log(
                            "no certificate can be shown to an HTTPS management point; clients with PKI certificates need one");
        }
    }

    /** For the status page. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("picked", selected == null ? null : selected.subject())
                .put("filters", summary())
                .put("dropped", new JsonArray(dropped));
    }
}
