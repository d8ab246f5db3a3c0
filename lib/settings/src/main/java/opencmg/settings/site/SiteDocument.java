package opencmg.settings.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.SettingsFile;

/** The JSON (on the wire) and YAML (in a file, for a real management point) form of a {@link SiteConfiguration}. */
public final class SiteDocument {

    private static final ObjectMapper WRITER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private SiteDocument() {}

    /** UTF-8 JSON. */
    public static byte[] toJson(SiteConfiguration configuration) {
        try {
            return WRITER.writeValueAsBytes(configuration);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a record that cannot be written", e);
        }
    }

    /**
     * The reverse of {@link #toJson}.
     *
     * @throws InvalidSettingsException for every unknown key, missing key and bad value
     */
    public static SiteConfiguration fromJson(byte[] json) {
        return SettingsFile.readJson(json, "site configuration", SiteConfiguration.class);
    }

    /**
     * The site file of a connection point with a real management point.
     *
     * @throws InvalidSettingsException for every unknown key, missing key and bad value
     */
    public static SiteConfiguration fromYaml(Path file) {
        return SettingsFile.read(file, SiteConfiguration.class);
    }
}
