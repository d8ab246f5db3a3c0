package opencmg.client.setup;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes a command line apart as Windows programs do (the published rules of {@code CommandLineToArgvW}): blanks separate, double quotes keep together and
 * fall away, a backslash means itself unless a quote follows: then two of them are one, and an odd one makes the quote a letter. So {@code
 * /source:"C:\Client\"} does not end where it seems to.
 */
final class WindowsQuoting {

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean started;
    private boolean quoted;
    private int position;

    private WindowsQuoting(String line) {
        this.line = line;
    }

    static List<String> split(String line) {
        return new WindowsQuoting(line).words();
    }

    /** What a shell that is not Windows' left of the quotes. */
    static String unquoted(String word) {
        return word.replace("\"", "");
    }

    private List<String> words() {
        while (position < line.length()) {
            char c = line.charAt(position);
            if (c == '\\') {
                backslashes();
            } else if (c == '"') {
                quote();
            } else if (Character.isWhitespace(c) && !quoted) {
                end();
                position++;
            } else {
                append(c);
                position++;
            }
        }
        end();
        return words;
    }

    private void backslashes() {
        int count = 0;
        while (position < line.length() && line.charAt(position) == '\\') {
            count++;
            position++;
        }
        boolean beforeQuote = position < line.length() && line.charAt(position) == '"';
        appendAll("\\".repeat(beforeQuote ? count / 2 : count));
        if (beforeQuote && count % 2 == 1) {
            append('"');
            position++;
        }
    }

    /** Two quotes inside of quotes are one letter. */
    private void quote() {
        started = true;
        if (quoted && position + 1 < line.length() && line.charAt(position + 1) == '"') {
            append('"');
            position++;
        } else {
            quoted = !quoted;
        }
        position++;
    }

    private void append(char c) {
        started = true;
        word.append(c);
    }

    private void appendAll(String several) {
        started = true;
        word.append(several);
    }

    private void end() {
        if (started) {
            words.add(word.toString());
            word.setLength(0);
        }
        started = false;
    }
}
