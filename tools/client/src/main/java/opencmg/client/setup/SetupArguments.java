package opencmg.client.setup;

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
 * @param line as it was given, for the log: without the token
 */
public record SetupArguments(Map<String, String> switches, Map<String, String> properties, String line) {

    private static final String GATEWAY_EXAMPLE = "CCMHOSTNAME=gw.corp.example/CCM_Proxy_MutualAuth/72057594037927939";

    /**
     * Reads the words, or one word that holds the whole line with Windows' quotes; a leading {@code ccmsetup.exe} may be there.
     *
     * @throws InvalidCommandLineException when a word is neither switch nor property
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
                throw new InvalidCommandLineException("'" + word
                        + "' is neither a switch nor a property, for example /NoCRLCheck or SMSSITECODE=LAB");
            }
        }
        return new SetupArguments(switches, properties, line(each));
    }

    /**
     * The gateway to install through: {@code CCMHOSTNAME}, or else the address of one in {@code /mp:}; empty for a client of the intranet.
     *
     * @throws InvalidCommandLineException when what is named is no gateway
     */
    public Optional<InternetMp> gateway() {
        Optional<String> given = property("CCMHOSTNAME").or(() -> named("mp", switches).stream()
                .filter(SetupArguments::isGateway)
                .findFirst());
        return given.map(InternetMp::parse).map(mp -> mp.atPort(port("CCMHTTPSPORT", 443)));
    }

    /** Management points inside: those of {@code SMSMP}, then those of {@code /mp:}. */
    public List<IntranetMp> intranetMps() {
        List<String> names = new ArrayList<>(named("SMSMP", properties));
        named("mp", switches).stream()
                .filter(name -> !isGateway(name) && !names.contains(name))
                .forEach(names::add);
        return names.stream()
                .map(name -> IntranetMp.parse(name, port("CCMHTTPPORT", 80), port("CCMHTTPSPORT", 443)))
                .toList();
    }

    /**
     * Looks at the command line as a whole.
     *
     * @throws InvalidCommandLineException when there is nobody to talk to
     */
    public void validate() {
        if (gateway().isEmpty() && intranetMps().isEmpty()) {
            throw new InvalidCommandLineException("no gateway and no management point is named, for example "
                    + GATEWAY_EXAMPLE + " or SMSMP=mp1.corp.example");
        }
        if (alwaysOnInternet() && gateway().isEmpty()) {
            throw new InvalidCommandLineException("CCMALWAYSINF=1 wants a gateway, for example " + GATEWAY_EXAMPLE);
        }
    }

    /** The three characters of {@code SMSSITECODE}. */
    public String siteCode() {
        String code = property("SMSSITECODE")
                .orElseThrow(
                        () -> new InvalidCommandLineException("the site is not named, for example SMSSITECODE=LAB"));
        if (!code.matches("[A-Za-z0-9]{3}")) {
            throw new InvalidCommandLineException(
                    "SMSSITECODE=" + code + " is no site code, for example SMSSITECODE=LAB");
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

    private static List<String> named(String name, Map<String, String> place) {
        return List.of(place.getOrDefault(name, "").split(";")).stream()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** By its path: no management point inside has one. */
    private static boolean isGateway(String text) {
        return text.toLowerCase(Locale.ROOT).contains("/ccm_proxy_");
    }

    private int port(String name, int defaultPort) {
        String given = property(name).orElse(String.valueOf(defaultPort));
        if (!given.matches("[0-9]{1,5}") || Integer.parseInt(given) < 1 || Integer.parseInt(given) > 65535) {
            throw new InvalidCommandLineException(
                    name + "=" + given + " is no port, for example " + name + "=" + defaultPort);
        }
        return Integer.parseInt(given);
    }

    private static String line(List<String> words) {
        return "ccmsetup.exe "
                + String.join(
                        " ",
                        words.stream()
                                .map(word -> WindowsQuoting.unquoted(word)
                                        .replaceFirst("(?is)^/regtoken:.*", "/regtoken:******"))
                                .toList());
    }

    @Override
    public String toString() {
        return line;
    }
}
