package opencmg.lab.ccmsetup;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import opencmg.lab.cmtrace.ComponentLog;

/** Downloads with the lines of DataTransferService.log around them. */
final class TransferJobs {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT);

    private final ComponentLog log;
    private final Clock clock;

    TransferJobs(ComponentLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    void run(String url, Path folder, Runnable download) {
        String job = "DTSJob({" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT) + "})";
        ZonedDateTime start = now();
        log.info("DataTransferService: " + job + " - created to download from '" + url + "' to '" + folder + "'.");
        try {
            download.run();
            ended(job, "SUCCESS", start);
        } catch (SetupFailed e) {
            ended(job, "FAILURE " + e.code().hex(), start);
            throw e;
        }
    }

    private void ended(String job, String status, ZonedDateTime start) {
        ZonedDateTime end = now();
        log.info(job + ": Job has completed: Status : " + status + ", Start time : " + TIME.format(start)
                + ", Completion time : " + TIME.format(end) + ", Elapsed time : "
                + Duration.between(start, end).toSeconds() + " seconds");
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(clock.getZone());
    }
}
