package opencmg.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs wrk with one thread. A script says what to send and prints the result in a line that is the same for every wrk version. */
public final class Wrk {

    private static final Pattern RESULT =
            Pattern.compile("opencmg requests=(\\d+) micros=(\\d+) status=(\\d+) socket=(\\d+)");
    private static final int GRACE_SECONDS = 15;

    private static final String PRINT_RESULT = """
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format("opencmg requests=%d micros=%d status=%d socket=%d\\n",
                summary.requests, summary.duration, e.status, e.connect + e.read + e.write + e.timeout))
            end
            """;

    private final Path folder;

    /** @param folder for scripts */
    public Wrk(Path folder) {
        this.folder = folder;
    }

    /** What wrk sends. */
    public enum Load {
        /** GET, one and the same request again and again. */
        DOWNLOAD(""),
        /** POST of 1 MiB. */
        UPLOAD("wrk.method = \"POST\"\nwrk.body = string.rep(\"x\", 1048576)\n"),
        /** GET, each with a token that nobody has seen before: its signature is another one each time. */
        BAD_TOKENS("""
                local number = 0
                local token = wrk.headers["Authorization"]
                request = function()
                  number = number + 1
                  local mark = string.format("%08d", number)
                  wrk.headers["Authorization"] = string.sub(token, 1, -41) .. mark .. string.sub(token, -32)
                  return wrk.format()
                end
                """);

        private final String script;

        Load(String script) {
            this.script = script;
        }
    }

    /**
     * Blocks for that time.
     *
     * @return {@code failed} counts answers other than 2xx and 3xx, and faults of sockets
     */
    public LoadResult run(LoadTarget target, String path, Load load, int connections, Duration time)
            throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("wrk-" + load + ".lua"), script(target, load));
        List<String> command = List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + Math.max(1, Math.round(time.toMillis() / 1000.0)) + "s",
                "--timeout",
                "10s",
                "-s",
                script.toString(),
                "https://127.0.0.1:" + target.port() + target.target(path));
        Path output = folder.resolve("wrk.out");
        Process wrk = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!wrk.waitFor(time.toSeconds() + GRACE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("wrk did not end");
            }
        } finally {
            wrk.destroyForcibly();
        }
        return parse(Files.readString(output));
    }

    static String script(LoadTarget target, Load load) {
        String authorization = target.authorization();
        String header = authorization == null ? "" : "wrk.headers[\"Authorization\"] = \"" + authorization + "\"\n";
        return header + load.script + PRINT_RESULT;
    }

    static LoadResult parse(String output) {
        Matcher result = RESULT.matcher(output);
        if (!result.find()) {
            throw new IllegalStateException("wrk told no result: " + output.strip());
        }
        long requests = Long.parseLong(result.group(1));
        long failed = Long.parseLong(result.group(3)) + Long.parseLong(result.group(4));
        return new LoadResult(
                Math.max(0, requests - Long.parseLong(result.group(3))),
                failed,
                Duration.ofNanos(1000 * Long.parseLong(result.group(2))));
    }
}
