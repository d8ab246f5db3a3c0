package opencmg.mockmp.uploads;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.RequestId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code BITS_POST /CCM_Incoming/...}: the server side of the BITS upload protocol [MC-BUP], for uploads without a reply. A request without
 * BITS-Packet-Type does not belong to the protocol and goes to the next handler.
 */
public final class BitsUploadHandler implements Handler<RoutingContext> {

    private static final Logger log = LoggerFactory.getLogger(BitsUploadHandler.class);
    private static final String PROTOCOL = "{7df0354d-249b-430f-820d-3d2a9bef4931}";
    private static final String SESSION = "BITS-Session-Id";
    private static final String RECEIVED = "BITS-Received-Content-Range";
    private static final long MAX_FILE_BYTES = 1L << 30;

    private final UploadSessions sessions;
    private final ReceivedUploads uploads;
    private final WorkerPool work;
    private final Clock clock;

    public BitsUploadHandler(ReceivedUploads uploads, WorkerPool work, Clock clock) {
        this.sessions = new UploadSessions(clock);
        this.uploads = uploads;
        this.work = work;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext context) {
        String type = context.request().getHeader(PacketType.HEADER);
        if (type == null) {
            context.next();
            return;
        }
        context.response().putHeader(PacketType.HEADER, "Ack");
        try {
            PacketType packetType =
                    PacketType.of(type).orElseThrow(() -> BitsErrorException.invalid("no such " + PacketType.HEADER));
            serve(packetType, context)
                    .compose(done -> context.response().end())
                    .onFailure(failure -> refuse(context, failure));
        } catch (BitsErrorException e) {
            refuse(context, e);
        }
    }

    private Future<Void> serve(PacketType type, RoutingContext context) {
        return switch (type) {
            case PING -> Future.succeededFuture();
            case CREATE_SESSION -> create(context);
            case FRAGMENT -> fragment(context, session(context));
            case CLOSE_SESSION -> close(context, session(context));
            case CANCEL_SESSION -> cancel(session(context));
        };
    }

    private Future<Void> create(RoutingContext context) {
        String supported = String.valueOf(context.request().getHeader("BITS-Supported-Protocols"));
        if (!supported.toLowerCase(Locale.ROOT).contains(PROTOCOL)) {
            throw BitsErrorException.invalid("BITS-Supported-Protocols lacks " + PROTOCOL);
        }
        UploadSession session =
                sessions.open(context.normalizedPath()).orElseThrow(BitsErrorException::tooManySessions);
        context.response()
                .putHeader("BITS-Protocol", PROTOCOL)
                .putHeader(SESSION, "{" + session.id().toString().toUpperCase(Locale.ROOT) + "}");
        return Future.succeededFuture();
    }

    private UploadSession session(RoutingContext context) {
        String id = context.request().getHeader(SESSION);
        UploadSession session = sessions.find(id).orElseThrow(BitsErrorException::sessionNotFound);
        context.response().putHeader(SESSION, id);
        return session;
    }

    private Future<Void> fragment(RoutingContext context, UploadSession session) {
        HttpServerRequest request = context.request();
        Fragment fragment = Fragment.of(request.getHeader("Content-Range"))
                .filter(session::matches)
                .filter(range -> String.valueOf(range.length()).equals(request.getHeader("Content-Length")))
                .orElseThrow(() -> BitsErrorException.invalid(
                        "Content-Range is no range of this file that is as long as the body, for example bytes"
                                + " 0-1023/4096"));
        if (fragment.total() > MAX_FILE_BYTES) {
            throw BitsErrorException.tooLarge();
        }
        if (!session.begin(fragment, request, clock.instant())) {
            context.response().putHeader(RECEIVED, String.valueOf(session.received()));
            throw BitsErrorException.wrongOffset(session.received());
        }
        request.handler(chunk -> session.append(request, chunk.getBytes()));
        return request.end()
                .onSuccess(end -> context.response().putHeader(RECEIVED, String.valueOf(session.received())))
                .recover(failure -> Future.failedFuture(BitsErrorException.invalid("the fragment broke off")));
    }

    private Future<Void> close(RoutingContext context, UploadSession session) {
        if (!session.isComplete()) {
            throw BitsErrorException.invalid("the file is not complete: " + session.received() + " bytes are here");
        }
        String request = RequestId.of(context.request());
        sessions.remove(session);
        String sha256 = session.sha256Hex();
        return work.run(() -> {
                    uploads.add(session, sha256, request);
                    return session.received();
                })
                .onSuccess(bytes -> log.atInfo()
                        .addKeyValue("request", request)
                        .addKeyValue("bytes", bytes)
                        .addKeyValue("sha256", sha256)
                        .log("upload complete"))
                .mapEmpty();
    }

    private Future<Void> cancel(UploadSession session) {
        sessions.remove(session);
        return Future.succeededFuture();
    }

    /** Adds the headers of [MC-BUP]; the failure handler of the router sends status and body and writes the log line. */
    private static void refuse(RoutingContext context, Throwable failure) {
        if (failure instanceof BitsErrorException error && error.status() != 416) {
            addErrorHeaders(context.response(), error);
        }
        context.fail(failure);
    }

    /** The specification and the reference documentation of the BITS server name the first header differently, so both are sent. */
    private static void addErrorHeaders(HttpServerResponse response, BitsErrorException error) {
        response.putHeader("BITS-Error", error.code())
                .putHeader("BITS-Error-Code", error.code())
                .putHeader("BITS-Error-Context", "0x5");
    }

    /** BITS-Packet-Type of a request ([MC-BUP] 2.2.1.2). */
    private enum PacketType {
        CREATE_SESSION,
        PING,
        FRAGMENT,
        CLOSE_SESSION,
        CANCEL_SESSION;

        static final String HEADER = "BITS-Packet-Type";

        static Optional<PacketType> of(@Nullable String header) {
            String name = header == null
                    ? ""
                    : header.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            return Arrays.stream(values())
                    .filter(packet -> packet.name().equals(name))
                    .findFirst();
        }
    }
}
