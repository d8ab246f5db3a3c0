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

/** The outcome of {@link CertificateFilters}: what is shown to HTTPS management points, and why not something else. Any thread. */
public final class SelectedCertificate {

    /** Before the first configuration, and where the settings name no certificate. */
    public static final SelectedCertificate NONE = new SelectedCertificate(null, 0, Map.of(), List.of());

    private static final Logger log = LoggerFactory.getLogger(SelectedCertificate.class);

    private final @Nullable CandidateCertificate picked;
    private final int candidates;
    private final Map<String, Integer> left;
    private final List<String> dropped;
    private final AtomicBoolean complained = new AtomicBoolean();

    SelectedCertificate(
            @Nullable CandidateCertificate picked, int candidates, Map<String, Integer> left, List<String> dropped) {
        this.picked = picked;
        this.candidates = candidates;
        this.left = left;
        this.dropped = List.copyOf(dropped);
    }

    public @Nullable CandidateCertificate picked() {
        return picked;
    }

    /** How many candidates there were and how many each filter left, for example {@code candidates 2, digital signature 2, ...}. */
    public String summary() {
        return "candidates " + candidates
                + left.entrySet().stream()
                        .map(filter -> ", " + filter.getKey() + " " + filter.getValue())
                        .collect(Collectors.joining());
    }

    /**
     * Whether an HTTPS server has just asked for another certificate than it got: IIS's 403.7, which on the wire is a 403 with its phrase.
     * The first time it is an error in the log, with what the filters dropped.
     */
    boolean wantedBy(Upstream upstream, ResponseHead answer) {
        boolean wanted = upstream.ssl()
                && answer.status() == 403
                && answer.phrase().toLowerCase(Locale.ROOT).contains("client certificate");
        if (wanted && complained.compareAndSet(false, true)) {
            log.atError()
                    .addKeyValue("hop", "upstream")
                    .addKeyValue("url", upstream.url())
                    .addKeyValue("filters", summary())
                    .addKeyValue("picked", picked == null ? "none" : picked.subject())
                    .addKeyValue("dropped", dropped)
                    .log(
                            "the management point answers 403 'client certificate required' to the connection point, not to the"
                                    + " client; name a certificate under upstream.clientCertificates that passes every filter");
        }
        return wanted;
    }

    /** In the words of the product's log. */
    public void log() {
        left.forEach((filter, count) -> log.info("Filtered cert count with {}: {}", filter, count));
        dropped.forEach(reason -> log.info("Not allowed cert: {}", reason));
        if (candidates > 0 && picked == null) {
            log.atWarn()
                    .addKeyValue("filters", summary())
                    .log(
                            "no certificate can be shown to an HTTPS management point; clients with PKI certificates need one");
        }
    }

    /** For the operators' face. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("picked", picked == null ? null : picked.subject())
                .put("filters", summary())
                .put("dropped", new JsonArray(dropped));
    }
}
