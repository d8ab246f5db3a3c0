package opencmg.connectionpoint;

import opencmg.launch.ServerCommand;
import picocli.CommandLine.Command;

/** {@code connection-point}: runs one connection point. */
@Command(
        name = "connection-point",
        description = "Connects to gateways and relays requests to management and update points.")
public final class ConnectionPointCommand extends ServerCommand {

    /** Picocli creates it. */
    public ConnectionPointCommand() {
        super(ConnectionPointVerticle.TYPE);
    }
}
