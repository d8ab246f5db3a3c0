package opencmg.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Binds text to records with Jackson and collects every fault instead of stopping at the first. */
final class RecordBinding {

    private static final Pattern YAML_POSITION = Pattern.compile("in .*, line ([0-9]+), column ([0-9]+)");

    private RecordBinding() {}

    static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(B builder) {
        return builder.addModule(new JavaTimeModule())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS);
    }

    static <T extends Record> T bind(byte[] text, ObjectMapper mapper, String source, Class<T> type) {
        FaultCollector collector = new FaultCollector(source);
        mapper.addHandler(collector);
        T value = null;
        if (new String(text, StandardCharsets.UTF_8).isBlank()) {
            throw new InvalidSettingsException(source, "", "is empty; it must hold " + keysOf(type));
        }
        try {
            value = mapper.readValue(text, type);
        } catch (JacksonException e) {
            // A parent that fails only because a child is invalid is not a fault of its own.
            if (collector.faults.isEmpty()) {
                collector.add("", messageOf(e));
            }
        } catch (IOException e) {
            collector.add("", "cannot be read: " + e.getMessage());
        }
        if (!collector.faults.isEmpty()) {
            throw new InvalidSettingsException(List.copyOf(collector.faults));
        }
        if (value == null) {
            throw new InvalidSettingsException(source, "", "holds nothing; it must hold " + keysOf(type));
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

    /** The message of the record's own check, otherwise that of the parser with its line. */
    private static String messageOf(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof IllegalArgumentException) {
                return firstLine(at.getMessage());
            }
        }
        if (failure instanceof JacksonException parser) {
            String message = String.valueOf(parser.getOriginalMessage());
            return YAML_POSITION.matcher(message).find() ? yamlMessage(message) : firstLine(message) + at(parser);
        }
        return firstLine(failure.getMessage());
    }

    private static String at(JacksonException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }

    /** The YAML parser reports its context and then the problem, each with a position. The last one is the place to fix. */
    private static String yamlMessage(String message) {
        List<String> lines = message.lines().map(String::strip).toList();
        for (int i = lines.size() - 1; i > 0; i--) {
            Matcher position = YAML_POSITION.matcher(lines.get(i));
            if (position.find()) {
                return "is not valid YAML: " + lines.get(i - 1) + " (line " + position.group(1) + ", column "
                        + position.group(2) + ")";
            }
        }
        return firstLine(message);
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "cannot be understood" : text.lines().findFirst().orElse("");
    }

    /** Records each problem that Jackson reports and lets it continue with null. */
    private static final class FaultCollector extends DeserializationProblemHandler {

        private final String source;
        private final Set<SettingsFault> faults = new LinkedHashSet<>();

        private FaultCollector(String source) {
            this.source = source;
        }

        private void add(String keyPath, String problem) {
            faults.add(new SettingsFault(source, keyPath, problem));
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
            add(
                    withoutDuplicateKey(name, path(contextOf(parser))),
                    "is not a known key; known here are " + keysOf(type));
            parser.skipChildren();
            return true;
        }

        @Override
        public @Nullable Object handleInstantiationProblem(
                DeserializationContext context, Class<?> type, @Nullable Object argument, Throwable problem) {
            String here = path(context.getParser());
            for (String message : messages(type, argument, problem)) {
                if (!isCausedByChild(here, message, problem)) {
                    add(here, message);
                }
            }
            return null;
        }

        /** The faults of one record: every missing key, or otherwise the one check that failed. */
        private static List<String> messages(Class<?> type, @Nullable Object argument, Throwable problem) {
            if (type.isRecord() && argument instanceof Object[] components) {
                List<String> missing = Require.allMissing(() -> construct(type, components));
                if (!missing.isEmpty()) {
                    return missing;
                }
            }
            return List.of(messageOf(problem));
        }

        private static void construct(Class<?> type, Object[] components) {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            try {
                Constructor<?> canonical = type.getDeclaredConstructor(types);
                canonical.setAccessible(true);
                canonical.newInstance(components);
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(e);
            }
        }

        /** A parent that misses a child which is itself invalid has no fault of its own. All its other messages count. */
        private boolean isCausedByChild(String here, String message, Throwable problem) {
            boolean ownMessage = isOwnMessage(problem);
            return faults.stream()
                    .map(SettingsFault::keyPath)
                    .filter(known -> isBelow(known, here))
                    .map(known -> known.substring(here.isEmpty() ? 0 : here.length() + 1))
                    .anyMatch(child -> !ownMessage || message.startsWith(child.split("[.\\[]", 2)[0] + " is missing"));
        }

        @Override
        public @Nullable Object handleWeirdStringValue(
                DeserializationContext context, Class<?> target, String value, String problem) {
            String here = path(context.getParser());
            if (target.isEnum()) {
                String known = Arrays.stream(target.getEnumConstants())
                        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
                add(here, "'" + value + "' is none of " + known);
            } else {
                add(here, "'" + value + "' does not fit: " + firstLine(problem));
            }
            return null;
        }

        @Override
        public @Nullable Object handleMissingInstantiator(
                DeserializationContext context,
                Class<?> type,
                @Nullable ValueInstantiator instantiator,
                JsonParser parser,
                @Nullable String problem)
                throws IOException {
            String given = parser.currentToken().isScalarValue() ? "'" + parser.getText() + "' has" : "has";
            add(path(contextOf(parser)), given + " the wrong shape: expected " + shapeOf(type));
            parser.skipChildren();
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
            if (isTextValue(type)) {
                return "text, for example \"127.0.0.1:8443\"";
            }
            if (type.isRecord()) {
                return "a block with " + keysOf(type);
            }
            return List.class.isAssignableFrom(type) ? "a list" : type.getSimpleName();
        }

        private static boolean isTextValue(Class<?> type) {
            return Arrays.stream(type.getDeclaredMethods())
                    .anyMatch(method -> method.isAnnotationPresent(JsonCreator.class));
        }

        private static boolean isOwnMessage(Throwable problem) {
            for (Throwable at = problem; at != null; at = at.getCause()) {
                if (at instanceof IllegalArgumentException) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isBelow(String known, String here) {
            return here.isEmpty() || known.startsWith(here + ".") || known.startsWith(here + "[");
        }

        /** The context of the value that starts here. At the start of a block or list the parser is already one level deeper. */
        private static JsonStreamContext contextOf(JsonParser parser) {
            JsonStreamContext here = parser.getParsingContext();
            boolean inside =
                    parser.currentToken() != null && parser.currentToken().isStructStart();
            return inside && here.getParent() != null ? here.getParent() : here;
        }

        /** Removes the duplicate key that a buffered parser adds for a block. */
        private static String withoutDuplicateKey(String key, String path) {
            String duplicate = "." + key + "." + key;
            return path.endsWith(duplicate)
                    ? path.substring(0, path.length() - key.length() - 1)
                    : path.equals(key + "." + key) ? key : path;
        }

        private static String path(JsonParser parser) {
            return path(parser.getParsingContext());
        }

        private static String path(JsonStreamContext context) {
            List<String> keys = new ArrayList<>();
            for (JsonPointer at = context.pathAsPointer(); !at.matches(); at = at.tail()) {
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
