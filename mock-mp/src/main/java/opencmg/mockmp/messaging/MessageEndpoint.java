package opencmg.mockmp.messaging;

import java.util.Optional;
import opencmg.mockmp.identity.Caller;

/** The target of messages, for example {@code MP_ClientRegistration}. Called on a worker thread. */
public interface MessageEndpoint {

    /**
     * Handles one message.
     *
     * @return XML body of the reply; empty means 200 without a body, which is what the product sends to unknown clients and for bad signatures
     * @throws BadMessageException when the endpoint cannot parse the body
     */
    Optional<String> handle(Message message, Caller caller);
}
