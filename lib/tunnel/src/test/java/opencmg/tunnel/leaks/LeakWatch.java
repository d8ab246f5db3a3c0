package opencmg.tunnel.leaks;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Turns Netty's leak reports, which are only log lines, into a failure of the test class that ran. Found by JUnit's service loading; needs
 * {@code -Dio.netty.leakDetection.level=paranoid}.
 */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {

    private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();
    private static final int ROUNDS = 3;
    private static final long MOST_MILLIS = 10_000;

    static {
        Reports reports = new Reports();
        reports.start();
        ((Logger) LoggerFactory.getLogger("io.netty.util.ResourceLeakDetector")).addAppender(reports);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        REPORTS.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        collectGarbage();
        String told = String.join("\n", REPORTS);
        REPORTS.clear();
        if (!told.isEmpty()) {
            throw new AssertionError("leaked buffers:\n" + told);
        }
    }

    /** A leak is reported at the next allocation after the collector has seen it and handed it on, which a thread of its own does. */
    private static void collectGarbage() {
        for (int i = 0; i < ROUNDS; i++) {
            awaitCollection();
            ByteBufAllocator.DEFAULT.directBuffer().release();
            ByteBufAllocator.DEFAULT.heapBuffer().release();
        }
    }

    private static void awaitCollection() {
        ReferenceQueue<Object> handedOn = new ReferenceQueue<>();
        Reference<Object> garbage = new WeakReference<>(new Object(), handedOn);
        System.gc();
        try {
            if (handedOn.remove(MOST_MILLIS) != garbage) {
                throw new AssertionError("the collector finds no garbage: is it switched off?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Reports extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            REPORTS.add(event.getFormattedMessage());
        }
    }
}
