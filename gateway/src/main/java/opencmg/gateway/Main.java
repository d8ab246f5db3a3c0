package opencmg.gateway;

import opencmg.launch.ServerProgram;

/** The main class of {@code gateway.jar}. */
public final class Main {

    private Main() {}

    /** Runs until SIGTERM and exits with the code of {@link opencmg.launch.ExitCode}. */
    public static void main(String[] arguments) {
        System.exit(ServerProgram.run("gateway", new GatewayCommand(), arguments));
    }
}
