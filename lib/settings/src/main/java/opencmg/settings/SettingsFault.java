package opencmg.settings;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One problem in a configuration, with its place and a way to fix it.
 *
 * @param source file or other origin of the text; empty if only the parsed settings are known
 * @param keyPath for example {@code edge.listen}; empty if the problem concerns the whole file
 * @param problem what is wrong, with a valid example
 */
public record SettingsFault(String source, String keyPath, String problem) {

    @Override
    public String toString() {
        return Stream.of(source, keyPath, problem)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(": "));
    }
}
