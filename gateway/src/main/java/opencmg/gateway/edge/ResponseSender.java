package opencmg.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.function.BooleanSupplier;
import opencmg.gateway.admission.DecisionLog;
import opencmg.gateway.admission.IdentityHeaders;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.ProblemDocument;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.http.Framing;
import opencmg.http.HeaderFields;
import opencmg.http.HeaderFields.Via;
import opencmg.http.ResponseHead;
import opencmg.http.server.ServerExchange;
import opencmg.tunnel.RelayResponse;

/** Sends the responses that arrive through a tunnel: adapts the head to the client's connection and pumps the body. */
final class ResponseSender {

    /** From the connection point (docs/connection-point.md). */
    private static final String CERTIFICATE_FILTERS = "x-opencmg-certificate-filters";

    private static final int MAX_PHRASE = 128;
    private static final String INTERNAL_ERROR_PREFIX = "CMGConnector_";

    private final ProblemDocument.Form form;
    private final DecisionLog decisions;
    private final BooleanSupplier draining;
    private final Via via;

    ResponseSender(ProblemDocument.Form form, DecisionLog decisions, BooleanSupplier draining, Via via) {
        this.form = form;
        this.decisions = decisions;
        this.draining = draining;
        this.via = via;
    }

    /** @return completes when the last byte is written; fails when the response broke off */
    Future<Void> send(ClientExchange exchange, RelayResponse relayed) {
        long length = contentLength(relayed.headers());
        boolean bodyless = exchange.isHead() || isBodyless(relayed.status());
        if (relayed.body() == null && length > 0 && !bodyless) {
            return Future.failedFuture(new Refusal(
                    RefusalReason.UPSTREAM_LOST, "an answer with Content-Length " + length + " and without a body"));
        }
        ServerExchange to = exchange.http();
        to.setHead(relayed.status(), phraseFor(relayed), fieldsFor(relayed), framing(relayed, length, bodyless));
        via.addToResponse(to.responseFields(), Via.HTTP_2);
        reportCertificateFilters(exchange, relayed, to);
        to.responseFields().add(IdentityHeaders.REQUEST_ID, exchange.id());
        if (exchange.mustClose(draining)) {
            to.closeAfterResponse();
        }
        if (relayed.body() == null) {
            return to.end();
        }
        if (bodyless) {
            exchange.abandon(); // nobody reads this body, and it must not stay open
            return to.end();
        }
        return new BodyPump(relayed.body(), to, length, exchange::onClientGone).start();
    }

    // ------------------------------------------------------------------ the head

    /** As Content-Length promises; -1 without it. */
    private static long contentLength(MultiMap headers) {
        List<String> fields = headers.getAll("content-length");
        return fields.size() == 1 ? Framing.parseLength(fields.get(0)) : -1;
    }

    /** Whether HTTP allows no body for this status, whatever the fields say (RFC 9110 6.4.1). */
    private static boolean isBodyless(int status) {
        return status == 204 || status == 304;
    }

    /** The length to announce; for HEAD and 304 that of a body which is not sent. */
    private static long framing(RelayResponse relayed, long length, boolean bodyless) {
        if (length >= 0 && relayed.status() != 204) {
            return length;
        }
        return bodyless ? Framing.UNSPECIFIED : relayed.body() != null ? Framing.CHUNKED : 0;
    }

    private static MultiMap fieldsFor(RelayResponse relayed) {
        MultiMap fields = new HeaderFields();
        HeaderFields.copyEndToEnd(relayed.headers(), fields, ResponseSender::isOwnedByEdge);
        return fields;
    }

    /** This hop frames the body itself, and fields that the connection point adds for the gateway are not for clients. */
    private static boolean isOwnedByEdge(String lowerCaseName) {
        return lowerCaseName.equals("content-length") || lowerCaseName.startsWith(IdentityHeaders.RESERVED_PREFIX);
    }

    /** Marks the phrase of an error from inside, so that nobody takes it for the gateway's own (protocol.md 2.12). */
    private static String phraseFor(RelayResponse relayed) {
        int status = relayed.status();
        String usual = ResponseHead.usualPhrase(status);
        String phrase = printable(relayed.phrase().isBlank() ? usual : relayed.phrase());
        if (status < 400) {
            return status == 304 ? usual : phrase;
        }
        return INTERNAL_ERROR_PREFIX + phrase.replace(" ", "");
    }

    private static String printable(String text) {
        int max = Math.min(text.length(), MAX_PHRASE);
        StringBuilder kept = new StringBuilder(max);
        for (int i = 0; i < max; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    /**
     * To a client, the management point's 403.7 looks as if its own certificate were meant. The decision log tells which one it is, and how many
     * certificates of the connection point each of its filters has left.
     */
    private void reportCertificateFilters(ClientExchange exchange, RelayResponse relayed, ServerExchange to) {
        String filters = relayed.status() == 403 ? relayed.headers().get(CERTIFICATE_FILTERS) : null;
        if (filters == null) {
            return;
        }
        Refusal reason = new Refusal(
                RefusalReason.UPSTREAM_CERTIFICATE_WANTED,
                "the management point answered 403.7 to the connection point, whose certificate filters left: "
                        + filters);
        exchange.refused(reason);
        decisions.failed(exchange.id(), reason);
        if (form == ProblemDocument.Form.LONG) {
            to.responseFields().add(CERTIFICATE_FILTERS, PrintableText.text(filters));
        }
    }

    // ------------------------------------------------------------------ the body

    /**
     * Pumps a response body to the client, no faster than the client reads. It succeeds when everything that was promised is written. When it fails, the
     * caller must reset the connection, because a response that broke off must never look complete.
     */
    static final class BodyPump {

        private final ReadStream<ByteBuf> source;
        private final ServerExchange to;
        private final long length;
        private final Runnable onClientGone;
        private final Promise<Void> sent = Promise.promise();
        private long bytes;
        private boolean over;

        /**
         * @param length -1 when it is unknown
         * @param onClientGone called when writing fails, which may happen before the connection's end is reported
         */
        BodyPump(ReadStream<ByteBuf> source, ServerExchange to, long length, Runnable onClientGone) {
            this.source = source;
            this.to = to;
            this.length = length;
            this.onClientGone = onClientGone;
        }

        Future<Void> start() {
            to.closeHandler(() -> onWriteFailure(new HttpClosedException("Connection was closed")));
            to.drainHandler(() -> {
                if (!over) {
                    source.resume();
                }
            });
            source.exceptionHandler(cause -> {
                if (!over) { // after the last promised byte nothing can break any more
                    fail(cause);
                }
            });
            source.endHandler(end -> guarded(this::end));
            source.handler(chunk -> guarded(() -> write(chunk)));
            source.resume();
            return sent.future();
        }

        /** An exception for a head that cannot be written would otherwise reach the tunnel's loop, and nobody would end the exchange. */
        private void guarded(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void write(ByteBuf chunk) {
            if (over) {
                chunk.release();
                return;
            }
            bytes += chunk.readableBytes();
            if (length >= 0 && bytes >= length) {
                writeLast(chunk);
                return;
            }
            to.write(chunk);
            if (to.writeQueueFull()) {
                source.pause();
            }
        }

        /** The head and a small body leave in one write. */
        private void writeLast(ByteBuf chunk) {
            if (bytes > length) {
                chunk.release();
                fail(new Refusal(RefusalReason.UPSTREAM_LOST, "an answer longer than its Content-Length of " + length));
                return;
            }
            over = true;
            to.end(chunk).onComplete(sent);
        }

        private void end() {
            if (over) {
                return;
            }
            if (length > bytes) {
                fail(new Refusal(
                        RefusalReason.UPSTREAM_LOST,
                        "an answer of " + bytes + " bytes instead of the " + length + " promised"));
                return;
            }
            over = true;
            to.end().onComplete(sent);
        }

        private void onWriteFailure(Throwable cause) {
            onClientGone.run();
            fail(cause);
        }

        private void fail(Throwable cause) {
            over = true;
            sent.tryFail(cause);
        }
    }
}
