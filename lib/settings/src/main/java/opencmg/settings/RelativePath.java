package opencmg.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.nio.file.Path;

/** Resolves file names in settings against a folder: that of the settings file, so that the folder can be moved as a whole. */
final class RelativePath extends StdScalarDeserializer<Path> {

    private final transient Path directory;

    RelativePath(Path directory) {
        super(Path.class);
        this.directory = directory.toAbsolutePath();
    }

    @Override
    public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return directory.resolve(parser.getText()).normalize();
    }
}
