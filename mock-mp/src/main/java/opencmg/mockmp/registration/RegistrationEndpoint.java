package opencmg.mockmp.registration;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.DatabaseException;
import opencmg.mockmp.identity.Caller;
import opencmg.mockmp.identity.Credential;
import opencmg.mockmp.messaging.Message;
import opencmg.mockmp.messaging.MessageEndpoint;
import opencmg.mockmp.messaging.ReversedSignature;
import opencmg.mockmp.messaging.Utf16;
import opencmg.mockmp.tokens.EntraIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MP_ClientRegistration (protocol.md 2.5). The signature proves that the client has the key of its certificate; the credential of the request decides
 * about approval. A known certificate gets the same SMSID again, so a client may repeat a request whose response was lost.
 */
public final class RegistrationEndpoint implements MessageEndpoint {

    private static final Logger log = LoggerFactory.getLogger(RegistrationEndpoint.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_ATTEMPTS = 3;
    private static final int SUCCESS = 0;
    private static final int PENDING = 1;
    private static final int REJECTED = 3;

    private final Devices devices;
    private final boolean credentialRequired;
    private final Clock clock;

    /**
     * Creates the endpoint.
     *
     * @param credentialRequired whether a client without a credential is rejected (HTTPS mode) or waits for approval
     */
    public RegistrationEndpoint(Devices devices, boolean credentialRequired, Clock clock) {
        this.devices = devices;
        this.credentialRequired = credentialRequired;
        this.clock = clock;
    }

    @Override
    public Optional<String> handle(Message message, Caller caller) {
        RegistrationRequest request = RegistrationRequest.of(message.body());
        if (!request.isSignedWith(request.signing().getPublicKey())) {
            log.atWarn()
                    .addKeyValue("request", caller.request())
                    .log("registration with a signature that does not verify");
            return Optional.empty();
        }
        return request.confirmation() ? confirmation(request, caller) : registration(request, caller);
    }

    private Optional<String> confirmation(RegistrationRequest request, Caller caller) {
        Optional<Device> device = devices.findByCertificate(request.signing())
                .filter(known -> request.requestedId().map(known.id()::equals).orElse(true));
        if (device.isEmpty()) {
            log.atWarn().addKeyValue("request", caller.request()).log("confirmation asked for an unknown registration");
        }
        return device.map(known -> response("Confirmation", known));
    }

    private Optional<String> registration(RegistrationRequest request, Caller caller) {
        Approval approval = approval(caller);
        if (approval == Approval.PENDING && credentialRequired) {
            log.atWarn().addKeyValue("request", caller.request()).log("registration without a credential rejected");
            return Optional.of(rejected());
        }
        Device device = saveWithRetry(request, caller, approval);
        log.atInfo()
                .addKeyValue("request", caller.request())
                .addKeyValue("client", device.id())
                .addKeyValue("approval", device.approval())
                .log("client registered");
        return Optional.of(response("Registration", device));
    }

    /** On a conflict with the same request on another connection, the next attempt finds the device. */
    private Device saveWithRetry(RegistrationRequest request, Caller caller, Approval approval) {
        for (int attempt = 1; ; attempt++) {
            try {
                return save(request, caller, approval);
            } catch (DatabaseException e) {
                if (!e.isConflict() || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Device save(RegistrationRequest request, Caller caller, Approval approval) {
        Optional<Device> existing = devices.findByCertificate(request.signing()).or(() -> findByHint(request));
        // A repeated registration without a credential keeps the credential of the earlier one.
        Optional<Device> proved = existing.filter(known -> caller.credential() == Credential.NONE);
        Device device = new Device(
                existing.map(Device::id).orElseGet(() -> newId(request)),
                request.property("Netbios Name"),
                request.property("FQ Name"),
                existing.map(Device::approval)
                        .filter(old -> old != Approval.PENDING)
                        .orElse(approval),
                proved.map(Device::registeredBy).orElse(caller.credential()),
                request.agentVersion().length() > 64 ? "" : request.agentVersion(),
                caller.token()
                        .flatMap(token -> token.entra())
                        .map(EntraIdentity::deviceId)
                        .or(() -> proved.map(Device::entraDevice))
                        .orElse(""),
                smbios(request),
                request.signing(),
                request.encryption(),
                clock.instant());
        devices.save(device);
        return device;
    }

    /** A client with a new certificate keeps its SMSID if a signature with the old key confirms it. */
    private Optional<Device> findByHint(RegistrationRequest request) {
        return request.requestedId()
                .flatMap(devices::find)
                .filter(old -> ReversedSignature.verifies(
                        old.signing().getPublicKey(), Utf16.withNul(old.id().toString()), request.hint()));
    }

    /** The id that the client requests if no device has it, otherwise a random one. */
    private SmsId newId(RegistrationRequest request) {
        return request.requestedId()
                .filter(id -> devices.find(id).isEmpty())
                .orElseGet(() -> new SmsId(UUID.randomUUID()));
    }

    private static String smbios(RegistrationRequest request) {
        String value = request.property("SMBIOS GUID");
        return value.matches("[0-9A-Fa-f{}-]{1,64}") ? value.toUpperCase(Locale.ROOT) : "";
    }

    private static Approval approval(Caller caller) {
        return switch (caller.credential()) {
            case NONE -> Approval.PENDING;
            case WINDOWS, PKI, TOKEN -> Approval.APPROVED;
            case ENTRA -> Approval.APPROVED_BY_ENTRA;
        };
    }

    private String response(String type, Device device) {
        int status = device.approval() == Approval.PENDING ? PENDING : SUCCESS;
        return "<ClientRegistrationResponse ResponseType=\"%s\" TimeStamp=\"%s\" Status=\"%d\" SMSID=\"%s\" ApprovalStatus=\"%d\"/>"
                .formatted(
                        type,
                        TIME.format(clock.instant()),
                        status,
                        device.id(),
                        device.approval().replied());
    }

    private String rejected() {
        return "<ClientRegistrationResponse ResponseType=\"Registration\" TimeStamp=\"%s\" Status=\"%d\"/>"
                .formatted(TIME.format(clock.instant()), REJECTED);
    }
}
