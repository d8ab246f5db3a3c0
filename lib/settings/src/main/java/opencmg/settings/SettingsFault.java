package opencmg.settings;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that is wrong in a configuration, told so that it can be mended at once.
 *
 * @param source file, or what else the text came from; empty where only the settings read from it are at hand
 * @param keyPath for example {@code edge.listen}; empty when the file as a whole is meant
 * @param problem what is wrong, with a right example
 */
public record SettingsFault(String source, String keyPath, String problem) {

    @Override
    public String toString() {
        return Stream.of(source, keyPath, problem)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(": "));
    }
}
