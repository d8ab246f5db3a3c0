package opencmg.launch;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the end: SIGTERM, Ctrl-C, or the end of an input. The first signal lets the command finish what it does; the second ends the JVM at
 * once.
 */
public final class StopSignal {

    private static final int ENDED_BY_FORCE = 130;
    private static final int SECONDS_WITHOUT_PARENT = 3;

    private final CountDownLatch asked = new CountDownLatch(1);

    private StopSignal() {}

    /** Takes the signals over from the JVM, whose own handling could not end with exit code 0. */
    public static StopSignal install() {
        StopSignal stop = new StopSignal();
        onSignal("TERM", stop::signalled);
        onSignal("INT", stop::signalled);
        return stop;
    }

    /** Ctrl-C in a terminal goes to parent and children alike: a child leaves it to its parent, which then sends SIGTERM. */
    public static StopSignal forChild() {
        StopSignal stop = new StopSignal();
        onSignal("TERM", stop::signalled);
        onSignal("INT", () -> {});
        return stop;
    }

    public void await() throws InterruptedException {
        asked.await();
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** A parent that dies, by SIGKILL even, closes the pipe that its child reads: no orphan lives on. */
    public void whenInputEnds(InputStream input) {
        Thread watcher = new Thread(() -> drain(input), "end-of-input");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void drain(InputStream input) {
        try {
            byte[] ignored = new byte[64];
            while (input.read(ignored) >= 0) {
                // what comes is of no interest, only that it ends
            }
        } catch (IOException e) {
            // a broken pipe is an end too
        }
        asked.countDown();
        haltUnlessEndedSoon();
    }

    // Nobody is left who would wait for a long drain.
    private static void haltUnlessEndedSoon() {
        try {
            TimeUnit.SECONDS.sleep(SECONDS_WITHOUT_PARENT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ENDED_BY_FORCE);
    }

    private void signalled() {
        if (isAsked()) {
            Runtime.getRuntime().halt(ENDED_BY_FORCE);
        }
        asked.countDown();
    }

    // By reflection: javac warns of every other use of sun.misc.Signal, and a runtime without it keeps its own
    // handling.
    private static void onSignal(String name, Runnable action) {
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
            // Without it Ctrl-C ends the JVM at once.
        }
    }
}
