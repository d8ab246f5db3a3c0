package opencmg.bench.side;

import java.nio.file.Path;
import java.util.List;

/**
 * A process to be started.
 *
 * @param name for messages
 * @param command with its arguments; it stays in the foreground
 * @param log where its output goes
 * @param port on 127.0.0.1 that the next program needs, or 0 when none waits for it
 */
record Program(String name, List<String> command, Path log, int port) {

    Program {
        command = List.copyOf(command);
    }
}
