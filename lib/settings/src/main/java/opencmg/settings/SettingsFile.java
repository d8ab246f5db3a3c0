package opencmg.settings;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads settings into a record, whose compact constructors validate them. */
public final class SettingsFile {

    private static final long MAX_BYTES = 1 << 20;

    private SettingsFile() {}

    /**
     * Reads and validates a YAML file.
     *
     * @throws InvalidSettingsException with one fault for each unknown key, missing key and bad value
     */
    public static <T extends Record> T read(Path file, Class<T> type) {
        return RecordBinding.bind(bytesOf(file), yaml(file), file.toString(), type);
    }

    /**
     * Reads and validates JSON that is not in a settings file. Relative file names are relative to the working directory.
     *
     * @param source the origin that faults name
     * @throws InvalidSettingsException with one fault for each unknown key, missing key and bad value
     */
    public static <T extends Record> T readJson(byte[] json, String source, Class<T> type) {
        return RecordBinding.bind(
                json,
                RecordBinding.configure(JsonMapper.builder().addModule(paths(Path.of(""))))
                        .build(),
                source,
                type);
    }

    private static byte[] bytesOf(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidSettingsException(file.toString(), "", "is larger than 1 MiB; is it a settings file?");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new InvalidSettingsException(
                    file.toString(),
                    "",
                    "does not exist; examples/ of the source tree has a file of each kind, with every key");
        } catch (IOException e) {
            throw new InvalidSettingsException(file.toString(), "", "cannot be read: " + e);
        }
    }

    private static ObjectMapper yaml(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return RecordBinding.configure(
                        YAMLMapper.builder().addModule(paths(directory == null ? Path.of("/") : directory)))
                .build();
    }

    private static SimpleModule paths(Path directory) {
        return new SimpleModule().addDeserializer(Path.class, new RelativePath(directory));
    }
}
