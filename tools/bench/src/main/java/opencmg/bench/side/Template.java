package opencmg.bench.side;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with holes: {@code @NAME@}. Not {@code $NAME}, which nginx has variables of.
 *
 * @param values what goes into the holes
 */
record Template(Map<String, String> values) {

    private static final Pattern HOLE = Pattern.compile("@([A-Z_]+)@");

    Template {
        values = Map.copyOf(values);
    }

    Template with(String name, Object value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(name, value.toString());
        return new Template(more);
    }

    /** @throws IllegalArgumentException when a hole stays open */
    String fill(String text) {
        return HOLE.matcher(text).replaceAll(hole -> Matcher.quoteReplacement(value(hole)));
    }

    private String value(MatchResult hole) {
        String value = values.get(hole.group(1));
        if (value == null) {
            throw new IllegalArgumentException("nothing fills " + hole.group());
        }
        return value;
    }
}
