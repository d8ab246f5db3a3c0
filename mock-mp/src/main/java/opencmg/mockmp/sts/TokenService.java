package opencmg.mockmp.sts;

import java.util.Optional;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.identity.Caller;
import opencmg.mockmp.identity.CallerIdentifier;
import opencmg.mockmp.identity.PresentedCredentials;
import opencmg.mockmp.registration.Device;
import opencmg.mockmp.registration.Devices;
import opencmg.mockmp.tokens.AccessType;
import opencmg.mockmp.tokens.EntraIdentity;
import opencmg.mockmp.tokens.InvalidTokenException;
import opencmg.mockmp.tokens.IssuedToken;
import opencmg.mockmp.tokens.SiteToken;
import opencmg.mockmp.tokens.TokenIssuer;
import opencmg.mockmp.tokens.TokenLedger;
import opencmg.mockmp.tokens.TokenVerifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Issues CCM access tokens in exchange for Entra, bulk registration and client tokens (protocol.md 5.2). Blocking. */
public final class TokenService {

    private static final Logger log = LoggerFactory.getLogger(TokenService.class);

    private final CallerIdentifier callers;
    private final TokenVerifier verifier;
    private final EntraTokens entra;
    private final TokenIssuer issuer;
    private final TokenLedger ledger;
    private final Devices devices;

    public TokenService(
            CallerIdentifier callers,
            TokenVerifier verifier,
            EntraTokens entra,
            TokenIssuer issuer,
            TokenLedger ledger,
            Devices devices) {
        this.callers = callers;
        this.verifier = verifier;
        this.entra = entra;
        this.issuer = issuer;
        this.ledger = ledger;
        this.devices = devices;
    }

    /**
     * Exchanges the bearer token of a request.
     *
     * @throws InvalidTokenException when there is none, or it is refused
     */
    IssuedToken exchange(PresentedCredentials presented) {
        String bearer = presented.bearer().orElseThrow(() -> new InvalidTokenException("no bearer token"));
        IssuedToken issued = verifier.isOurs(bearer) ? forSiteToken(presented) : forEntra(entra.verify(bearer));
        log.atInfo()
                .addKeyValue("request", presented.request())
                .addKeyValue("token", issued.id())
                .log("access token issued");
        return issued;
    }

    private IssuedToken forSiteToken(PresentedCredentials presented) {
        Caller caller = callers.identify(presented);
        SiteToken token = caller.token().orElseThrow(() -> new InvalidTokenException(caller.tokenProblem()));
        return switch (token.category()) {
            case BULK -> record(issuer.access(AccessType.ENROLMENT, null, token), Optional.empty());
            case CLIENT -> forDevice(token);
            case ACCESS -> throw new InvalidTokenException("an access token cannot be exchanged for another one");
        };
    }

    private IssuedToken forDevice(SiteToken token) {
        SmsId device = token.device()
                .flatMap(devices::find)
                .map(Device::id)
                .orElseThrow(() ->
                        new InvalidTokenException("the client token " + token.id() + " is of no registered device"));
        return record(issuer.access(AccessType.DEVICE, device, token), Optional.of(device));
    }

    private IssuedToken forEntra(EntraIdentity identity) {
        Optional<SmsId> device = devices.findByEntraDevice(identity.deviceId()).map(Device::id);
        AccessType type = identity.user() ? AccessType.USER_AND_DEVICE : AccessType.DEVICE;
        return record(issuer.access(type, device.orElse(null), identity), device);
    }

    private IssuedToken record(IssuedToken token, Optional<SmsId> device) {
        ledger.record(token, device.orElse(null));
        return token;
    }
}
