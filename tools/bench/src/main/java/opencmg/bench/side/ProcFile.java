package opencmg.bench.side;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux tells of a process (proc(5)). One that has just ended has used nothing. */
final class ProcFile {

    /** USER_HZ, which is 100 on every architecture that people use. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int UTIME_BEHIND_NAME = 11;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private ProcFile() {}

    /** User and system time since its start, in microseconds. */
    static long cpuMicros(long pid) {
        return cpuMicros(read(pid, "stat"));
    }

    /** Resident memory in bytes. */
    static long resident(long pid) {
        return resident(read(pid, "status"));
    }

    // The name stands in brackets and may hold blanks and brackets itself.
    static long cpuMicros(String stat) {
        int name = stat.lastIndexOf(')');
        if (name < 0) {
            return 0;
        }
        String[] fields = stat.substring(name + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME_BEHIND_NAME]) + Long.parseLong(fields[UTIME_BEHIND_NAME + 1]))
                * MICROS_PER_TICK;
    }

    static long resident(String status) {
        Matcher line = RESIDENT.matcher(status);
        return line.find() ? Long.parseLong(line.group(1)) * 1024 : 0;
    }

    private static String read(long pid, String name) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), name));
        } catch (IOException ended) {
            return "";
        }
    }
}
