package opencmg.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.nio.file.Path;

/** Resolves file names in a settings file against its folder, so that the folder can be moved as a whole. */
final class RelativePath extends StdScalarDeserializer<Path> {

    private final transient Path directory;

    RelativePath(Path settingsFile) {
        super(Path.class);
        Path parent = settingsFile.toAbsolutePath().getParent();
        this.directory = parent == null ? Path.of("/") : parent;
    }

    @Override
    public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return directory.resolve(parser.getText()).normalize();
    }
}
