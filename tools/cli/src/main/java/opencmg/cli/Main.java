package opencmg.cli;

/** Where the JVM begins and ends. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(OpenCmg.run(arguments));
    }
}
