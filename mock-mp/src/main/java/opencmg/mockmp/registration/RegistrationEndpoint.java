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
 * MP_ClientRegistration (protocol.md 2.5). The request proves that the client holds the key of its certificate; the credential of the connection
 * decides on approval. A certificate that is known gets its SMSID again, so a client may repeat a request whose answer it never saw.
 */
public final class RegistrationEndpoint implements MessageEndpoint {

    private static final Logger log = LoggerFactory.getLogger(RegistrationEndpoint.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MOST_TRIES = 3;
    private static final int SUCCESS = 0;
    private static final int PENDING = 1;
    private static final int REJECTED = 3;

    private final Devices devices;
    private final boolean credentialNeeded;
    private final Clock clock;

    /**
     * The endpoint.
     *
     * @param credentialNeeded whether a client without any credential is rejected (HTTPS mode) or waits for approval
     */
    public RegistrationEndpoint(Devices devices, boolean credentialNeeded, Clock clock) {
        this.devices = devices;
        this.credentialNeeded = credentialNeeded;
        this.clock = clock;
    }

    @Override
    public Optional<String> answer(Message message, Caller caller) {
        RegistrationRequest request = RegistrationRequest.of(message.body());
        if (!request.signedWith(request.signing().getPublicKey())) {
            log.atWarn()
                    .addKeyValue("request", caller.request())
                    .log("registration with a signature that does not verify");
            return Optional.empty();
        }
        return request.confirmation() ? confirmation(request, caller) : registration(request, caller);
    }

    private Optional<String> confirmation(RegistrationRequest request, Caller caller) {
        Optional<Device> device = devices.findByCertificate(request.signing())
                .filter(known -> request.wanted().map(known.id()::equals).orElse(true));
        if (device.isEmpty()) {
            log.atWarn().addKeyValue("request", caller.request()).log("confirmation asked for an unknown registration");
        }
        return device.map(known -> response("Confirmation", known));
    }

    private Optional<String> registration(RegistrationRequest request, Caller caller) {
        Approval approval = approval(caller);
        if (approval == Approval.PENDING && credentialNeeded) {
            log.atWarn().addKeyValue("request", caller.request()).log("registration without a credential rejected");
            return Optional.of(rejected());
        }
        Device device = saved(request, caller, approval);
        log.atInfo()
                .addKeyValue("request", caller.request())
                .addKeyValue("client", device.id())
                .addKeyValue("approval", device.approval())
                .log("client registered");
        return Optional.of(response("Registration", device));
    }

    /** The same request on another connection may be quicker; then the device is known at the next try. */
    private Device saved(RegistrationRequest request, Caller caller, Approval approval) {
        for (int tries = 1; ; tries++) {
            try {
                return save(request, caller, approval);
            } catch (DatabaseException e) {
                if (!e.collision() || tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private Device save(RegistrationRequest request, Caller caller, Approval approval) {
        Optional<Device> before = devices.findByCertificate(request.signing()).or(() -> hinted(request));
        // Who comes again without a credential does not take away what was proved before.
        Optional<Device> proved = before.filter(known -> caller.credential() == Credential.NONE);
        Device device = new Device(
                before.map(Device::id).orElseGet(() -> fresh(request)),
                request.property("Netbios Name"),
                request.property("FQ Name"),
                before.map(Device::approval)
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

    /** A client with a new certificate keeps its SMSID if the old key vouches for it. */
    private Optional<Device> hinted(RegistrationRequest request) {
        return request.wanted()
                .flatMap(devices::find)
                .filter(old -> ReversedSignature.verifies(
                        old.signing().getPublicKey(), Utf16.withNul(old.id().toString()), request.hint()));
    }

    /** The id that the client wants if nobody has it: somebody else's is not given away. */
    private SmsId fresh(RegistrationRequest request) {
        return request.wanted()
                .filter(wanted -> devices.find(wanted).isEmpty())
                .orElseGet(() -> new SmsId(UUID.randomUUID()));
    }

    private static String smbios(RegistrationRequest request) {
        String told = request.property("SMBIOS GUID");
        return told.matches("[0-9A-Fa-f{}-]{1,64}") ? told.toUpperCase(Locale.ROOT) : "";
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
