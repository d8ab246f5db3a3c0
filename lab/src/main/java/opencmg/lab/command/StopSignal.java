package opencmg.lab.command;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for the end: SIGTERM, Ctrl-C, or the end of an input. The first signal lets the command finish what it does; the second ends the JVM at
 * once.
 */
final class StopSignal {

    private static final int ENDED_BY_FORCE = 130;

    private final CountDownLatch asked = new CountDownLatch(1);

    private StopSignal() {}

    /** Takes the signals over from the JVM, whose own handling could not end with exit code 0. */
    static StopSignal install() {
        StopSignal stop = new StopSignal();
        for (String name : new String[] {"TERM", "INT"}) {
            stop.listenTo(name);
        }
        return stop;
    }

    void await() throws InterruptedException {
        asked.await();
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** A parent that dies, by SIGKILL even, closes the pipe that its child reads: no orphan lives on. */
    void whenInputEnds(InputStream input) {
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
    }

    private void signalled() {
        if (isAsked()) {
            Runtime.getRuntime().halt(ENDED_BY_FORCE);
        }
        asked.countDown();
    }

    // By reflection: javac warns of every other use of sun.misc.Signal, and a runtime without it keeps its own
    // handling.
    private void listenTo(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onSignal = (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "handle" -> signalled();
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
            Object listener = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onSignal);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException e) {
            // Without it Ctrl-C ends the JVM at once.
        }
    }
}
