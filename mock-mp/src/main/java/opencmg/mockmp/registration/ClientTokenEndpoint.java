package opencmg.mockmp.registration;

import java.util.Optional;
import opencmg.mockmp.identity.Caller;
import opencmg.mockmp.messaging.Message;
import opencmg.mockmp.messaging.MessageEndpoint;
import opencmg.mockmp.tokens.IssuedToken;
import opencmg.mockmp.tokens.TokenIssuer;
import opencmg.mockmp.tokens.TokenLedger;
import opencmg.mockmp.xml.SafeXml;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MP_TokenManager: issues the client token of an approved client, the first one and each monthly renewal (protocol.md 5.3). The request is an XML document
 * {@code ClientTokenRequest} in a signed message, the reply {@code ClientTokenReply}. Both are this project's own form: the product's is not public.
 */
public final class ClientTokenEndpoint implements MessageEndpoint {

    private static final Logger log = LoggerFactory.getLogger(ClientTokenEndpoint.class);

    private final ClientSignatures signatures;
    private final TokenIssuer issuer;
    private final TokenLedger ledger;

    public ClientTokenEndpoint(ClientSignatures signatures, TokenIssuer issuer, TokenLedger ledger) {
        this.signatures = signatures;
        this.issuer = issuer;
        this.ledger = ledger;
    }

    @Override
    public Optional<String> handle(Message message, Caller caller) {
        String root = SafeXml.parse(message.body()).name();
        Optional<Device> device = signatures.signer(message).filter(known -> known.approval() != Approval.PENDING);
        if (!root.equals("ClientTokenRequest") || device.isEmpty()) {
            log.atWarn()
                    .addKeyValue("request", caller.request())
                    .log("client token refused: no approved client signed for it");
            return Optional.empty();
        }
        return device.map(this::issue);
    }

    private String issue(Device device) {
        IssuedToken token = issuer.client(device.id(), device.signing());
        ledger.record(token, device.id());
        return "<ClientTokenReply SchemaVersion=\"1.00\" ClientID=\"%s\" UniqueId=\"%s\" NotBefore=\"%s\" Expires=\"%s\">%s</ClientTokenReply>"
                .formatted(device.id(), token.id(), token.notBefore(), token.expires(), token.token());
    }
}
