package opencmg.mockmp;

import opencmg.launch.ServerCommand;
import picocli.CommandLine.Command;

/** {@code mock-mp}: runs one mock site. */
@Command(name = "mock-mp", description = "The mock site: management point, update point, token service, site server.")
public final class MockMpCommand extends ServerCommand {

    /** Picocli creates it. */
    public MockMpCommand() {
        super(MockMpVerticle.TYPE);
    }
}
