package opencmg.lab.ccmsetup;

import java.util.ArrayList;
import java.util.List;

/** Takes a command line apart as Windows programs do: blanks separate, double quotes keep together and fall away. */
final class WindowsQuoting {

    private WindowsQuoting() {}

    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (Character.isWhitespace(c) && !quoted) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /** What a shell that is not Windows' left of the quotes. */
    static String unquoted(String word) {
        return word.replace("\"", "");
    }
}
