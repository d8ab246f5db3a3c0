package opencmg.mockmp.registration;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.messaging.ClientAuth;
import opencmg.mockmp.messaging.Message;
import opencmg.mockmp.messaging.ReversedSignature;
import opencmg.mockmp.messaging.Utf16;

/**
 * Finds the device that signed a message or a policy request (protocol.md 2.4, 2.7). Signatures are verified with the registered certificate only; a key
 * inside the message proves nothing.
 */
public final class ClientSignatures {

    /** More than a day, because known clients send local time as UTC. */
    private static final Duration SKEW = Duration.ofHours(26);

    private final Devices devices;
    private final Clock clock;

    public ClientSignatures(Devices devices, Clock clock) {
        this.devices = devices;
        this.clock = clock;
    }

    /** The registered device whose valid signatures the message carries, if any. */
    public Optional<Device> signer(Message message) {
        Optional<ClientAuth> auth = message.header().clientAuth();
        if (auth.isEmpty()) {
            return Optional.empty();
        }
        return auth.get().clientToken().isEmpty() ? byPayload(message, auth.get()) : byToken(auth.get());
    }

    private Optional<Device> byPayload(Message message, ClientAuth auth) {
        return message.header()
                .source()
                .flatMap(devices::find)
                .filter(device -> verifies(device, device.id().toString(), auth.clientIdSignature()))
                .filter(device -> ReversedSignature.verifies(
                        device.signing().getPublicKey(), message.payload(), auth.payloadSignature()));
    }

    private Optional<Device> byToken(ClientAuth auth) {
        return byClientToken(auth.clientToken(), auth.clientTokenSignature());
    }

    /** The form of the messaging SDK: {@code GUID:<id>;<time>;2} and a signature over it. */
    public Optional<Device> byClientToken(String token, String signature) {
        String[] fields = token.split(";", -1);
        if (fields.length != 3 || !isRecent(fields[1])) {
            return Optional.empty();
        }
        return SmsId.parse(fields[0]).flatMap(devices::find).filter(device -> verifies(device, token, signature));
    }

    /** The form of the real client: one signature over the id, one over the time. */
    public Optional<Device> byIdAndTime(String id, String idSignature, String time, String timeSignature) {
        if (!isRecent(time)) {
            return Optional.empty();
        }
        return SmsId.parse(id)
                .flatMap(devices::find)
                .filter(device -> verifies(device, device.id().toString(), idSignature))
                .filter(device -> verifies(device, time, timeSignature));
    }

    private boolean isRecent(String time) {
        try {
            OffsetDateTime parsed = OffsetDateTime.parse(time.endsWith("Z") ? time : time + "Z");
            return Duration.between(parsed.toInstant(), clock.instant()).abs().compareTo(SKEW) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean verifies(Device device, String text, String signature) {
        return ReversedSignature.verifies(device.signing().getPublicKey(), Utf16.withNul(text), signature);
    }
}
