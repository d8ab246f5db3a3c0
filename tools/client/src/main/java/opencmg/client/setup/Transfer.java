package opencmg.client.setup;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import opencmg.client.http.WebRequest;
import opencmg.launch.cmtrace.ComponentLog;

/**
 * One download with the lines of DataTransferService.log around it. A connection that breaks is followed by another one, which goes on where the first one
 * ended; so does a later run with what an earlier one left.
 */
final class Transfer {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT);

    /** As a whole; what must not happen meanwhile is silence. */
    private static final int LONGEST_SECONDS = 3600;

    private final Vertx vertx;
    private final RetryPatience patience;
    private final ComponentLog log;
    private final Clock clock;
    private final String id = "{" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT) + "}";

    Transfer(Vertx vertx, RetryPatience patience, ComponentLog log, Clock clock) {
        this.vertx = vertx;
        this.patience = patience;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Downloads.
     *
     * @param ask for the whole file
     * @param part where it goes; what is there is its beginning
     * @param size that the whole file has
     * @param folder for the log
     */
    void run(CcmHttp http, WebRequest ask, Path part, long size, Path folder) throws IOException {
        ZonedDateTime start = now();
        log.info("DataTransferService: DTSJob(" + id + ") - created to download from '" + withPort(ask) + "' to '"
                + folder + "'.");
        log.info("DTSJob " + id + " in state 'DownloadingData'.");
        try {
            attempts(http, ask.within(LONGEST_SECONDS), part, size);
            log.info("Job: " + id + ", Total Files: 1, Transferred Files: 1, Total Bytes: " + size
                    + ", Transferred Bytes: " + there(part));
            ended("SUCCESS", start);
        } catch (SetupFailedException e) {
            ended("FAILURE " + e.code().hex(), start);
            throw e;
        }
    }

    private void attempts(CcmHttp http, WebRequest ask, Path part, long size) throws IOException {
        Duration pause = patience.retry();
        for (int attempt = 1; ; attempt++) {
            long from = there(part) < size ? there(part) : 0;
            if (from > 0) {
                log.info("Job: " + id + ", Total Files: 1, Transferred Files: 0, Total Bytes: " + size
                        + ", Transferred Bytes: " + from);
            }
            try {
                http.download(ask, part, from);
                return;
            } catch (SetupFailedException e) {
                if (!e.mayPass() || attempt == patience.downloads()) {
                    throw e;
                }
                log.warning("DTSJob(" + id + ") was interrupted after " + there(part) + " bytes ("
                        + e.code().hex() + "). Will attempt retry " + attempt + " in " + pause.toSeconds()
                        + " seconds.");
                vertx.timer(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS)
                        .await();
                pause = RetryPatience.longer(pause);
            }
        }
    }

    private static long there(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /** The log names the port always. */
    private static String withPort(WebRequest ask) {
        String url = ask.uri().toString();
        if (ask.uri().getPort() >= 0) {
            return url;
        }
        String port = ask.uri().getScheme().equals("https") ? ":443" : ":80";
        return url.replaceFirst("(://[^/]+)", "$1" + port);
    }

    private void ended(String status, ZonedDateTime start) {
        ZonedDateTime end = now();
        log.info("DTSJob(" + id + "): Job has completed: Status : " + status + ", Start time : " + TIME.format(start)
                + ", Completion time : " + TIME.format(end) + ", Elapsed time : "
                + Duration.between(start, end).toSeconds() + " seconds");
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(clock.getZone());
    }
}
