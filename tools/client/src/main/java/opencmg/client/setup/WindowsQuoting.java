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
    private boolean begun;
    private boolean quoted;
    private int at;

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
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '\\') {
                backslashes();
            } else if (c == '"') {
                quote();
            } else if (Character.isWhitespace(c) && !quoted) {
                end();
                at++;
            } else {
                letter(c);
                at++;
            }
        }
        end();
        return words;
    }

    private void backslashes() {
        int count = 0;
        while (at < line.length() && line.charAt(at) == '\\') {
            count++;
            at++;
        }
        boolean beforeQuote = at < line.length() && line.charAt(at) == '"';
        letters("\\".repeat(beforeQuote ? count / 2 : count));
        if (beforeQuote && count % 2 == 1) {
            letter('"');
            at++;
        }
    }

    /** Two quotes inside of quotes are one letter. */
    private void quote() {
        begun = true;
        if (quoted && at + 1 < line.length() && line.charAt(at + 1) == '"') {
            letter('"');
            at++;
        } else {
            quoted = !quoted;
        }
        at++;
    }

    private void letter(char c) {
        begun = true;
        word.append(c);
    }

    private void letters(String several) {
        begun = true;
        word.append(several);
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
        }
        begun = false;
    }
}
