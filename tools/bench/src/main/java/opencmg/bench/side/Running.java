package opencmg.bench.side;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that run, with everything that they have started themselves. Threads: any. */
final class Running {

    private static final Duration TO_LISTEN = Duration.ofSeconds(20);
    private static final Duration TO_END = Duration.ofSeconds(5);
    private static final int TAIL = 5;

    /** One of them. */
    private record One(Program program, Process process) {}

    private final List<One> all = new ArrayList<>();

    /** Starts them in their order; one that has a port listens there before the next begins. */
    static Running start(List<Program> programs) throws IOException {
        Running running = new Running();
        try {
            for (Program program : programs) {
                running.launch(program);
            }
        } catch (IOException | RuntimeException e) {
            running.stop();
            throw e;
        }
        return running;
    }

    private void launch(Program program) throws IOException {
        Process process = new ProcessBuilder(program.command())
                .redirectErrorStream(true)
                .redirectOutput(program.log().toFile())
                .start();
        synchronized (this) {
            all.add(new One(program, process));
        }
        long end = System.nanoTime() + TO_LISTEN.toNanos();
        while (program.port() != 0 && !listens(program.port())) {
            checkAlive();
            if (System.nanoTime() > end) {
                throw new IOException(
                        program.name() + " does not listen on port " + program.port() + lastLogLine(program));
            }
            PollDelay.millis(10);
        }
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** @throws IOException with the last lines of its log when one has ended */
    synchronized void checkAlive() throws IOException {
        for (One one : all) {
            if (!one.process.isAlive()) {
                throw new IOException(one.program.name() + " has ended with exit code " + one.process.exitValue()
                        + lastLogLine(one.program));
            }
        }
    }

    /** What they said last, for a message. */
    synchronized String lastLogLines() {
        StringBuilder text = new StringBuilder();
        all.forEach(one -> text.append(lastLogLine(one.program)));
        return text.toString();
    }

    private static String lastLogLine(Program program) {
        try {
            List<String> lines = Files.readAllLines(program.log());
            List<String> last = lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
            return last.isEmpty() ? "" : "\n" + program.name() + ": " + String.join("\n  ", last);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** CPU time and memory of all of them now. */
    synchronized Usage usage() {
        long first = all.isEmpty()
                ? 0
                : family(all.get(0))
                        .mapToLong(each -> ProcFile.resident(each.pid()))
                        .sum();
        List<ProcessHandle> handles = all.stream().flatMap(Running::family).toList();
        return new Usage(
                handles.stream()
                        .mapToLong(each -> ProcFile.cpuMicros(each.pid()))
                        .sum(),
                handles.stream()
                        .mapToLong(each -> ProcFile.resident(each.pid()))
                        .sum(),
                first);
    }

    /** Process ids of the programs themselves, by name, in the order in which they were started. */
    synchronized Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        all.forEach(one -> pids.put(one.program.name(), one.process.pid()));
        return pids;
    }

    private static Stream<ProcessHandle> family(One one) {
        ProcessHandle handle = one.process.toHandle();
        return Stream.concat(Stream.of(handle), handle.descendants());
    }

    /** Asks all to end, and ends by force what is still there after some seconds. */
    synchronized void stop() {
        // Before the first signal: when a master is dead, its workers are nobody's children.
        List<ProcessHandle> handles = all.stream().flatMap(Running::family).toList();
        all.forEach(one -> one.process.toHandle().destroy());
        long end = System.nanoTime() + TO_END.toNanos();
        for (One one : all) {
            await(one.process, end - System.nanoTime());
        }
        handles.forEach(ProcessHandle::destroyForcibly);
        for (One one : all) {
            await(one.process, TO_END.toNanos());
        }
        all.clear();
    }

    private static void await(Process process, long nanos) {
        try {
            boolean ended = process.waitFor(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
