package opencmg.cli;

/** Entry point of the JVM. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(OpenCmg.run(arguments));
    }
}
