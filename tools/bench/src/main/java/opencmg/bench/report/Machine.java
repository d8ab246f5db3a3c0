package opencmg.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import opencmg.bench.side.Tool;

/**
 * Where it was measured, as names and values for people.
 *
 * @param javaFeature of the runtime that ran both our processes and the load client
 */
public record Machine(Map<String, String> facts, int javaFeature) {

    /** This one. */
    public static Machine here() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.vm.vendor") + " " + Runtime.version());
        for (Tool tool : Tool.values()) {
            if (tool.isHere()) {
                facts.put(tool.command(), tool.version());
            }
        }
        return new Machine(facts, Runtime.version().feature());
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
