package opencmg.gateway.refusal;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reason phrases: the two that are public (protocol.md 2.12), and the rule for this project's own. */
final class ReasonPhrase {

    static final String INVALID_TOKEN = "CMGService_Invalid_Token";
    static final String UNAUTHORIZED = "Unauthorized";

    private ReasonPhrase() {}

    /** {@code ROLE_UNKNOWN} becomes {@code CMGService_Role_Unknown}. */
    static String of(String name) {
        return Arrays.stream(name.split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("_", "CMGService_", ""));
    }
}
