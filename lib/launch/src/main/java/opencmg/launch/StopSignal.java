package opencmg.launch;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for SIGTERM, Ctrl-C or the end of an input stream. After the first signal the command shuts down in an orderly way; the second ends the JVM
 * at once.
 */
public final class StopSignal {

    private static final int EXIT_CODE_HALTED = 130;
    private static final int ORPHAN_GRACE_SECONDS = 3;

    private final CountDownLatch requested = new CountDownLatch(1);

    private StopSignal() {}

    /** Replaces the signal handlers of the JVM, which would not exit with code 0. */
    public static StopSignal install() {
        StopSignal stop = new StopSignal();
        install("TERM", stop::onSignal);
        install("INT", stop::onSignal);
        return stop;
    }

    /** For a child process. A terminal sends Ctrl-C to parent and children alike, so a child ignores it; its parent then sends SIGTERM. */
    public static StopSignal forChild() {
        StopSignal stop = new StopSignal();
        install("TERM", stop::onSignal);
        install("INT", () -> {});
        return stop;
    }

    public void await() throws InterruptedException {
        requested.await();
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Also stops at the end of this input. A parent that dies, even by SIGKILL, closes the pipe that its child reads, so no orphan stays behind. */
    public void whenInputEnds(InputStream input) {
        Thread watcher = new Thread(() -> drain(input), "end-of-input");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void drain(InputStream input) {
        try {
            byte[] ignored = new byte[64];
            while (input.read(ignored) >= 0) {
                // only the end matters
            }
        } catch (IOException e) {
            // a broken pipe is the end, too
        }
        requested.countDown();
        haltAfterGracePeriod();
    }

    // Without a parent nobody waits for a long drain.
    private static void haltAfterGracePeriod() {
        try {
            TimeUnit.SECONDS.sleep(ORPHAN_GRACE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(EXIT_CODE_HALTED);
    }

    private void onSignal() {
        if (isRequested()) {
            Runtime.getRuntime().halt(EXIT_CODE_HALTED);
        }
        requested.countDown();
    }

    // By reflection, because javac warns of every other use of sun.misc.Signal. A runtime without it keeps its own
    // handlers.
    private static void install(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "handle" -> action.run();
                    case "hashCode" -> {
                        return System.identityHashCode(proxy);
                    }
                    case "equals" -> {
                        return proxy == arguments[0];
                    }
                    default -> {
                        return "stop on " + name;
                    }
                }
                return null;
            };
            Object listener = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, calls);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException e) {
            // Then Ctrl-C ends the JVM at once.
        }
    }
}
