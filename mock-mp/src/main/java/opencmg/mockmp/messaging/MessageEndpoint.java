package opencmg.mockmp.messaging;

import java.util.Optional;
import opencmg.mockmp.identity.Caller;

/** What a message is addressed to, for example {@code MP_ClientRegistration}. Called on a worker thread. */
public interface MessageEndpoint {

    /**
     * Handles one message.
     *
     * @return XML of the reply's body; empty means 200 without a body, the product's answer to unknown clients and bad signatures
     * @throws BadMessageException when the body is not what this endpoint reads
     */
    Optional<String> answer(Message message, Caller caller);
}
