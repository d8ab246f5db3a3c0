package opencmg.settings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Binds text to records with Jackson and gathers every fault instead of stopping at the first. */
final class RecordBinding {

    private RecordBinding() {}

    static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(B builder) {
        return builder.addModule(new JavaTimeModule())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS);
    }

    static <T extends Record> T bind(byte[] text, ObjectMapper mapper, String source, Class<T> type) {
        Gathering gathering = new Gathering(source);
        mapper.addHandler(gathering);
        T value = null;
        if (new String(text, StandardCharsets.UTF_8).isBlank()) {
            throw new InvalidSettings(source, "", "is empty; it must hold " + keysOf(type));
        }
        try {
            value = mapper.readValue(text, type);
        } catch (JacksonException e) {
            // A parent that fails because a child of it was refused is no fault of its own.
            if (gathering.faults.isEmpty()) {
                gathering.add(
                        "", e.getCause() == null ? firstLine(e.getOriginalMessage()) + at(e) : said(e.getCause()));
            }
        } catch (IOException e) {
            gathering.add("", "cannot be read: " + e.getMessage());
        }
        if (!gathering.faults.isEmpty()) {
            throw new InvalidSettings(List.copyOf(gathering.faults.values()));
        }
        if (value == null) {
            throw new InvalidSettings(source, "", "holds nothing; it must hold " + keysOf(type));
        }
        return value;
    }

    private static String keysOf(Class<?> type) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(component -> component.getName())
                        .collect(Collectors.joining(", "))
                : type.getSimpleName();
    }

    /** What the record itself said where it refused, otherwise the parser with its line. */
    private static String said(Throwable refusal) {
        for (Throwable at = refusal; at != null; at = at.getCause()) {
            if (at instanceof IllegalArgumentException) {
                return firstLine(at.getMessage());
            }
        }
        return refusal instanceof JacksonException parser
                ? firstLine(parser.getOriginalMessage()) + at(parser)
                : firstLine(refusal.getMessage());
    }

    private static String at(JacksonException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "cannot be understood" : text.lines().findFirst().orElse("");
    }

    /** Takes Jackson's problems one by one and lets it go on with null. */
    private static final class Gathering extends DeserializationProblemHandler {

        private final String source;
        private final Map<String, Fault> faults = new LinkedHashMap<>();

        private Gathering(String source) {
            this.source = source;
        }

        private void add(String keyPath, String problem) {
            faults.putIfAbsent(keyPath, new Fault(source, keyPath, problem));
        }

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            Class<?> type = beanOrClass instanceof Class<?> given ? given : beanOrClass.getClass();
            add(path(parser), "is not a known key; known here are " + keysOf(type));
            parser.skipChildren();
            return true;
        }

        @Override
        public @Nullable Object handleInstantiationProblem(
                DeserializationContext context, Class<?> type, @Nullable Object argument, Throwable problem) {
            String here = path(context.getParser());
            boolean causedByAChild = faults.keySet().stream().anyMatch(known -> isBelow(known, here));
            if (!causedByAChild) {
                add(here, said(problem));
            }
            return null;
        }

        @Override
        public @Nullable Object handleWeirdStringValue(
                DeserializationContext context, Class<?> target, String value, String problem) {
            add(path(context.getParser()), "'" + value + "' does not fit: " + firstLine(problem));
            return null;
        }

        @Override
        public @Nullable Object handleUnexpectedToken(
                DeserializationContext context,
                JavaType target,
                com.fasterxml.jackson.core.JsonToken token,
                JsonParser parser,
                @Nullable String problem)
                throws IOException {
            add(path(parser), "has the wrong shape: expected " + shapeOf(target.getRawClass()));
            parser.skipChildren();
            return null;
        }

        private static String shapeOf(Class<?> type) {
            if (type.isRecord()) {
                return "a block with " + keysOf(type);
            }
            return List.class.isAssignableFrom(type) ? "a list" : type.getSimpleName();
        }

        private static boolean isBelow(String known, String here) {
            return here.isEmpty() || known.startsWith(here + ".") || known.startsWith(here + "[");
        }

        private static String path(JsonParser parser) {
            List<String> keys = new ArrayList<>();
            for (JsonPointer at = parser.getParsingContext().pathAsPointer(); !at.matches(); at = at.tail()) {
                boolean element = at.getMatchingIndex() >= 0 && !keys.isEmpty();
                keys.add(
                        element
                                ? "[" + at.getMatchingIndex() + "]"
                                : (keys.isEmpty() ? "" : ".") + at.getMatchingProperty());
            }
            return String.join("", keys);
        }
    }
}
