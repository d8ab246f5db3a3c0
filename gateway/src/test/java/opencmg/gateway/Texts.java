package opencmg.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A body of one buffer. */
final class Texts implements ReadStream<ByteBuf> {

    private final Buffer text;
    private @Nullable Handler<ByteBuf> handler;
    private @Nullable Handler<Void> endHandler;
    private boolean over;

    Texts(Buffer text) {
        this.text = text;
    }

    @Override
    public Texts handler(@Nullable Handler<ByteBuf> to) {
        handler = to;
        return this;
    }

    @Override
    public Texts endHandler(@Nullable Handler<Void> to) {
        endHandler = to;
        return this;
    }

    @Override
    public Texts exceptionHandler(@Nullable Handler<Throwable> to) {
        return this;
    }

    @Override
    public Texts pause() {
        return this;
    }

    @Override
    public Texts fetch(long amount) {
        if (!over && handler != null && endHandler != null) {
            over = true;
            if (text.length() > 0) {
                handler.handle(ByteBufAllocator.DEFAULT.directBuffer().writeBytes(text.getBytes()));
            }
            endHandler.handle(null);
        }
        return this;
    }

    @Override
    public Texts resume() {
        return fetch(Long.MAX_VALUE);
    }
}
