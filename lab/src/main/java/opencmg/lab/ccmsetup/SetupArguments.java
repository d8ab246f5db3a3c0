package opencmg.lab.ccmsetup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import opencmg.settings.Secret;

/**
 * The command line of {@code ccmsetup.exe}: switches {@code /name[:value]} in any letter case, then properties {@code NAME=value}.
 *
 * @param switches lower-case name to value, which is empty for a bare switch
 * @param properties upper-case name to value
 */
public record SetupArguments(Map<String, String> switches, Map<String, String> properties) {

    /**
     * Reads the words, or one word that holds the whole line with Windows' quotes; a leading {@code ccmsetup.exe} may be there.
     *
     * @throws BadCommandLine when a word is neither switch nor property
     */
    public static SetupArguments parse(List<String> words) {
        List<String> each = new ArrayList<>(
                words.size() == 1 && words.get(0).contains(" ") ? WindowsQuoting.split(words.get(0)) : words);
        if (!each.isEmpty() && each.get(0).toLowerCase(Locale.ROOT).matches("(.*[/\\\\])?ccmsetup(\\.exe)?")) {
            each.remove(0);
        }
        Map<String, String> switches = new LinkedHashMap<>();
        Map<String, String> properties = new LinkedHashMap<>();
        for (String word : each) {
            String plain = WindowsQuoting.unquoted(word);
            int equals = plain.indexOf('=');
            if (plain.startsWith("/") && plain.length() > 1) {
                int colon = plain.indexOf(':');
                String name = colon < 0 ? plain.substring(1) : plain.substring(1, colon);
                switches.put(name.toLowerCase(Locale.ROOT), colon < 0 ? "" : plain.substring(colon + 1));
            } else if (equals > 0) {
                properties.put(plain.substring(0, equals).toUpperCase(Locale.ROOT), plain.substring(equals + 1));
            } else {
                throw new BadCommandLine("'" + word
                        + "' is neither a switch nor a property, for example /NoCRLCheck or SMSSITECODE=LAB");
            }
        }
        return new SetupArguments(switches, properties);
    }

    /**
     * The gateway to install through: {@code CCMHOSTNAME}, or else {@code /mp:}.
     *
     * @throws BadCommandLine when neither names one
     */
    public InternetMp internetMp() {
        Optional<String> given = property("CCMHOSTNAME").or(() -> value("mp"));
        return InternetMp.parse(
                given.orElseThrow(
                        () -> new BadCommandLine(
                                "no gateway is named, for example CCMHOSTNAME=gw.corp.example/CCM_Proxy_MutualAuth/72057594037927939")));
    }

    /** The three characters of {@code SMSSITECODE}. */
    public String siteCode() {
        String code = property("SMSSITECODE")
                .orElseThrow(() -> new BadCommandLine("the site is not named, for example SMSSITECODE=LAB"));
        if (!code.matches("[A-Za-z0-9]{3}")) {
            throw new BadCommandLine("SMSSITECODE=" + code + " is no site code, for example SMSSITECODE=LAB");
        }
        return code.toUpperCase(Locale.ROOT);
    }

    public Optional<Secret> registrationToken() {
        return value("regtoken").map(Secret::of);
    }

    public boolean alwaysOnInternet() {
        return property("CCMALWAYSINF").filter("1"::equals).isPresent();
    }

    public boolean has(String name) {
        return switches.containsKey(name);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(switches.get(name)).filter(value -> !value.isEmpty());
    }

    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.get(name)).filter(value -> !value.isEmpty());
    }

    /** As the log shows it: without the token. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder("ccmsetup.exe");
        switches.forEach((name, value) -> line.append(" /")
                .append(name)
                .append(value.isEmpty() ? "" : ":" + (name.equals("regtoken") ? "******" : value)));
        properties.forEach(
                (name, value) -> line.append(' ').append(name).append('=').append(value));
        return line.toString();
    }
}
