package opencmg.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 stream (RFC 9113 5.1), from its first HEADERS until both sides have ended it or one of them has reset it. Calls on a closed stream have no
 * effect; {@link Http2StreamListener#onClosed} reports its end. On the connection's loop.
 */
public final class TunnelStream {

    private static final long NO_CONTENT_LENGTH = -1;

    private final int id;
    private final StreamRegistry registry;
    private final SendQueue sendQueue;
    private @Nullable Http2StreamListener listener;
    private Http2StreamListener.@Nullable ClosedBy closedBy;
    private @Nullable String protocolError;
    private boolean localEnded;
    private boolean remoteEnded;
    private boolean headReceived;

    private final int minCredit; // bytes that are worth a WINDOW_UPDATE
    private int receiveWindow; // what the peer may still send; negative if it has sent more
    private int pendingCredit; // consumed, but not yet returned to the peer
    private long contentLength = NO_CONTENT_LENGTH;
    private long received;

    /**
     * @param sendWindow what the peer accepts at first
     * @param receiveWindow what the peer may send at first; at least the 65,535 of RFC 9113 6.9.2, because it may not have read our SETTINGS yet
     */
    TunnelStream(int id, StreamRegistry registry, int sendWindow, int receiveWindow) {
        this.id = id;
        this.registry = registry;
        this.sendQueue = new SendQueue(sendWindow);
        this.receiveWindow = receiveWindow;
        this.minCredit = Math.max(1, receiveWindow / 2);
    }

    int id() {
        return id;
    }

    // ------------------------------------------------------------------ sending

    /** Sends a head; or trailers, which end the stream and are queued after the rest of the body. */
    public void sendHeaders(HeaderList headers, boolean end) {
        if (isSending()) {
            if (sendQueue.isEmpty()) {
                registry.writeHeaders(this, headers, end);
            } else {
                sendQueue.end(headers);
                registry.schedule(this);
            }
        }
    }

    /** Sends a chunk of the body and takes ownership of it. {@code onSent} runs once it is in the socket, and never if the stream or connection ends first. */
    public void sendData(ByteBuf bytes, Runnable onSent) {
        if (isSending()) {
            sendQueue.add(bytes, onSent);
            registry.schedule(this);
        } else {
            bytes.release();
        }
    }

    /** Ends the body. */
    public void sendEnd() {
        if (isSending()) {
            sendQueue.end(null);
            registry.schedule(this);
        }
    }

    /** Resets the stream and discards what is queued. */
    public void reset(Http2Error error) {
        if (closedBy == null) {
            registry.reset(this, error);
        }
    }

    /** Resets the stream because the peer broke the protocol on it. */
    void resetAfter(Http2Error error, String violation) {
        protocolError = violation;
        reset(error);
    }

    /** How the peer broke the protocol on this stream, for people; null if it did not. */
    @Nullable
    public String protocolError() {
        return protocolError;
    }

    /** Whether this end has not ended the stream yet. */
    public boolean isSending() {
        return !localEnded && closedBy == null;
    }

    SendQueue sendQueue() {
        return sendQueue;
    }

    // ------------------------------------------------------------------ receiving

    /** The next hop has consumed these bytes: the peer may send as many again. */
    public void credit(int bytes) {
        if (!isReceiving()) {
            return;
        }
        pendingCredit += bytes;
        if (pendingCredit >= minCredit) {
            int increment = pendingCredit;
            pendingCredit = 0;
            receiveWindow += increment;
            registry.writeWindowUpdate(this, increment);
        }
    }

    /** Counts bytes of DATA, including padding, against the window (RFC 9113 5.2). False if the peer has sent more than it may. */
    boolean fitsWindow(int bytes) {
        receiveWindow -= bytes;
        return receiveWindow >= 0;
    }

    void expectContentLength(long length) {
        contentLength = length;
    }

    /**
     * Counts bytes of the body against Content-Length (RFC 9113 8.1.1).
     *
     * @param mayBeEmpty this is a response: one to HEAD announces a body that is not sent
     * @return false if the body is too long, or has ended too early
     */
    boolean fitsContentLength(int bytes, boolean end, boolean mayBeEmpty) {
        received += bytes;
        return contentLength == NO_CONTENT_LENGTH
                || received == contentLength
                || (received < contentLength && !end)
                || (end && received == 0 && mayBeEmpty);
    }

    boolean isReceiving() {
        return !remoteEnded && closedBy == null;
    }

    /** Whether the final head has been received; interim responses do not count. Header lists after it are trailers. */
    boolean isHeadReceived() {
        return headReceived;
    }

    void headReceived() {
        headReceived = true;
    }

    // ------------------------------------------------------------------ state, kept by the registry

    @Nullable
    Http2StreamListener listener() {
        return listener;
    }

    void listener(Http2StreamListener to) {
        listener = to;
    }

    void localEnded() {
        localEnded = true;
    }

    void remoteEnded() {
        remoteEnded = true;
    }

    /** Whether both sides have ended the stream. */
    boolean isDone() {
        return localEnded && remoteEnded;
    }

    /** Why the stream closed, or null while it is open. */
    Http2StreamListener.@Nullable ClosedBy closedBy() {
        return closedBy;
    }

    void close(Http2StreamListener.ClosedBy cause) {
        closedBy = cause;
        sendQueue.discard();
    }

    /** What waits to be sent on one stream: chunks of the body, perhaps trailers, the end; and the window that the peer grants for it (RFC 9113 5.2). */
    static final class SendQueue {

        /** Nothing can be sent now. */
        static final int NOTHING = -1;

        private @Nullable Chunk first;
        private @Nullable Chunk last;
        private @Nullable HeaderList trailers;
        private long queuedBytes;
        private int window;
        private boolean ends;
        private boolean done;
        private boolean scheduled;

        SendQueue(int window) {
            this.window = window;
        }

        private static final class Chunk {
            private final ByteBuf bytes;
            private final Runnable onSent;
            private @Nullable Chunk next;

            Chunk(ByteBuf bytes, Runnable onSent) {
                this.bytes = bytes;
                this.onSent = onSent;
            }
        }

        void add(ByteBuf bytes, Runnable onSent) {
            Chunk chunk = new Chunk(bytes, onSent);
            if (last == null) {
                first = chunk;
            } else {
                last.next = chunk;
            }
            last = chunk;
            queuedBytes += bytes.readableBytes();
        }

        /** Nothing follows except trailers, if there are any. */
        void end(@Nullable HeaderList withTrailers) {
            ends = true;
            trailers = withTrailers;
        }

        boolean isEmpty() {
            return first == null && !ends;
        }

        /** Whether the end of the stream has been written. */
        boolean isDone() {
            return done;
        }

        /** Drops everything; no {@code onSent} callback runs. */
        void discard() {
            for (Chunk chunk = first; chunk != null; chunk = chunk.next) {
                chunk.bytes.release();
            }
            first = null;
            last = null;
            queuedBytes = 0;
            ends = false;
        }

        /** Changes the window, which may become negative (RFC 9113 6.9.2). False if it would exceed 2^31-1. */
        boolean growWindow(int by) {
            long grown = (long) window + by;
            window = (int) grown;
            return grown <= Integer.MAX_VALUE;
        }

        boolean isWindowOpen() {
            return window > 0;
        }

        /** Bytes of DATA that can be sent now, 0 for an end without data, or {@link #NOTHING}. */
        int sendable(int connectionWindow) {
            if (queuedBytes > 0) {
                int max = (int) Math.min(queuedBytes, Math.min(window, connectionWindow));
                return max > 0 ? max : NOTHING;
            }
            return isEmpty() ? NOTHING : 0;
        }

        boolean isScheduled() {
            return scheduled;
        }

        void scheduled(boolean is) {
            scheduled = is;
        }

        /**
         * Writes the next frame.
         *
         * @param max at most {@link #sendable} and the maximum frame size
         * @return its payload bytes that count against the windows
         */
        int write(Http2FrameWriter frames, int stream, int max) {
            if (queuedBytes == 0 && trailers != null) {
                frames.headers(stream, trailers, true);
                ended();
                return 0;
            }
            Chunk chunk = first;
            if (chunk != null && Math.min(max, chunk.bytes.readableBytes()) > Http2FrameWriter.MAX_COPIED) {
                return writeWithoutCopy(frames, stream, chunk, Math.min(max, chunk.bytes.readableBytes()));
            }
            return writeCopied(frames, stream, Math.min(max, Http2FrameWriter.MAX_COPIED));
        }

        /** Writes one frame from one chunk, or a part of it. */
        private int writeWithoutCopy(Http2FrameWriter frames, int stream, Chunk chunk, int size) {
            boolean wholeChunk = size == chunk.bytes.readableBytes();
            boolean end = count(size);
            if (wholeChunk) {
                removeFirst(chunk);
                frames.data(stream, chunk.bytes, end, chunk.onSent);
            } else {
                frames.data(stream, chunk.bytes.readRetainedSlice(size), end, null);
            }
            return size;
        }

        /** Writes one frame with as many chunks as fit. */
        private int writeCopied(Http2FrameWriter frames, int stream, int size) {
            ByteBuf to = frames.begin(size);
            int remaining = size;
            for (Chunk chunk = first; chunk != null && (remaining > 0 || !chunk.bytes.isReadable()); chunk = first) {
                int copied = Math.min(remaining, chunk.bytes.readableBytes());
                to.writeBytes(chunk.bytes, copied);
                remaining -= copied;
                if (chunk.bytes.isReadable()) {
                    break;
                }
                removeFirst(chunk);
                chunk.bytes.release();
                frames.onSent(chunk.onSent);
            }
            frames.end(Http2FrameTypes.DATA, count(size) ? Http2FrameWriter.END_STREAM : 0, stream);
            return size;
        }

        /** Counts the bytes of a frame and returns whether it is the last one. */
        private boolean count(int size) {
            queuedBytes -= size;
            window -= size;
            boolean end = ends && queuedBytes == 0 && trailers == null;
            if (end) {
                ended();
            }
            return end;
        }

        private void ended() {
            ends = false;
            done = true;
        }

        private void removeFirst(Chunk head) {
            first = head.next;
            if (first == null) {
                last = null;
            }
        }
    }
}
