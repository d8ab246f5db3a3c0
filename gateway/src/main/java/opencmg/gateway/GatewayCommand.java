package opencmg.gateway;

import opencmg.launch.ServerCommand;
import picocli.CommandLine.Command;

/** {@code gateway}: runs one gateway. */
@Command(name = "gateway", description = "The edge: admits clients and forwards their requests to connection points.")
public final class GatewayCommand extends ServerCommand {

    /** Picocli creates it. */
    public GatewayCommand() {
        super(GatewayVerticle.TYPE);
    }
}
