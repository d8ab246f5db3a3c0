package opencmg.connectionpoint;

import opencmg.launch.ServerProgram;

/** The main class of {@code connection-point.jar}. */
public final class Main {

    private Main() {}

    /** Runs until SIGTERM and exits with the code of {@link opencmg.launch.ExitCode}. */
    public static void main(String[] arguments) {
        System.exit(ServerProgram.run("connection-point", new ConnectionPointCommand(), arguments));
    }
}
