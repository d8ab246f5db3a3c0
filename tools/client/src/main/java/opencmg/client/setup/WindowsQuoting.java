package opencmg.client.setup;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line as Windows programs do (the published rules of {@code CommandLineToArgvW}). Blanks separate words unless they are in double quotes.
 * Backslashes are literal unless a quote follows: then each pair is one backslash, and an odd one escapes the quote. So {@code /source:"C:\Client\"} does
 * not end at its last quote.
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

    /** Removes the quotes that a shell other than that of Windows kept. */
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

    /** Two quotes within quotes are one literal quote. */
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

    private void appendAll(String text) {
        started = true;
        word.append(text);
    }

    private void end() {
        if (started) {
            words.add(word.toString());
            word.setLength(0);
        }
        started = false;
    }
}
