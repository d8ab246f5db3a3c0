package opencmg.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/** Tells each stream that it has closed, and by whom: that decides whether its request may be tried elsewhere. */
final class StreamsOfTheConnection extends Http2ConnectionAdapter {

    private final TunnelCodec codec;
    private int lastSeenByPeer = Integer.MAX_VALUE;

    StreamsOfTheConnection(TunnelCodec codec) {
        this.codec = codec;
    }

    @Override
    public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
        lastSeenByPeer = lastStreamId;
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        StreamEvents listener = codec.listenerOf(stream);
        if (listener != null) {
            listener.closed(causeOf(stream));
        }
    }

    private StreamEvents.ClosedBy causeOf(Http2Stream stream) {
        if (codec.connection().local().isValidStreamId(stream.id()) && stream.id() > lastSeenByPeer) {
            return StreamEvents.ClosedBy.GOAWAY;
        }
        return codec.isOpen() ? StreamEvents.ClosedBy.STREAM : StreamEvents.ClosedBy.CONNECTION;
    }
}
