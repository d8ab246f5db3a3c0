package opencmg.gateway.forwarding;

import io.vertx.core.Future;
import opencmg.tunnel.RelayResponse;

/** Sends an exchange on its way. Each wrapper around it has one concern; {@link Forwarder} puts them together. */
@FunctionalInterface
public interface Forward {

    /** @return the answer's head, its body still streaming; from the outermost wrapper it fails with a Refusal alone, and never throws */
    Future<RelayResponse> forward(ForwardedExchange exchange);
}
