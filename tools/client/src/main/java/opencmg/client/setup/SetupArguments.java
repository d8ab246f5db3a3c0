package opencmg.client.setup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import opencmg.settings.Secret;

/**
 * The command line of {@code ccmsetup.exe}: switches {@code /name[:value]} and properties {@code NAME=value}, in any letter case.
 *
 * @param switches lower-case name to value; the value is empty for a switch without one
 * @param properties upper-case name to value
 * @param line the command line for the log, without the token
 */
public record SetupArguments(Map<String, String> switches, Map<String, String> properties, String line) {

    private static final String GATEWAY_EXAMPLE = "CCMHOSTNAME=gw.corp.example/CCM_Proxy_MutualAuth/72057594037927939";

    /**
     * Parses the words, or a single word that contains the whole line with Windows quoting. The first word may be {@code ccmsetup.exe}.
     *
     * @throws InvalidCommandLineException if a word is neither a switch nor a property
     */
    public static SetupArguments parse(List<String> words) {
        List<String> arguments = new ArrayList<>(
                words.size() == 1 && words.get(0).contains(" ") ? WindowsQuoting.split(words.get(0)) : words);
        if (!arguments.isEmpty()
                && arguments.get(0).toLowerCase(Locale.ROOT).matches("(.*[/\\\\])?ccmsetup(\\.exe)?")) {
            arguments.remove(0);
        }
        Map<String, String> switches = new LinkedHashMap<>();
        Map<String, String> properties = new LinkedHashMap<>();
        for (String word : arguments) {
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
        return new SetupArguments(switches, properties, line(arguments));
    }

    /**
     * The gateway: {@code CCMHOSTNAME}, or else the first gateway in {@code /mp:}. Empty for a client on the intranet.
     *
     * @throws InvalidCommandLineException if the value is not the address of a gateway
     */
    public Optional<InternetMp> gateway() {
        Optional<String> given = property("CCMHOSTNAME").or(() -> list("mp", switches).stream()
                .filter(SetupArguments::isGateway)
                .findFirst());
        return given.map(InternetMp::parse).map(mp -> mp.withDefaultPort(port("CCMHTTPSPORT", 443)));
    }

    /** Management points on the intranet: those of {@code SMSMP}, then those of {@code /mp:}. */
    public List<IntranetMp> intranetMps() {
        List<String> names = new ArrayList<>(list("SMSMP", properties));
        list("mp", switches).stream()
                .filter(name -> !isGateway(name) && !names.contains(name))
                .forEach(names::add);
        return names.stream()
                .map(name -> IntranetMp.parse(name, port("CCMHTTPPORT", 80), port("CCMHTTPSPORT", 443)))
                .toList();
    }

    /**
     * Checks the combination of the arguments.
     *
     * @throws InvalidCommandLineException if there is no management point to contact
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

    private static List<String> list(String name, Map<String, String> values) {
        return List.of(values.getOrDefault(name, "").split(";")).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The address of a gateway has a path, that of a management point on the intranet has none. */
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
