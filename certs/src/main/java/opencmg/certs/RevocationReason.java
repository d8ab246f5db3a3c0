package opencmg.certs;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Reasons for a revocation (RFC 5280 section 5.3.1). */
public enum RevocationReason {
    UNSPECIFIED("unspecified", 0),
    KEY_COMPROMISE("keyCompromise", 1),
    CA_COMPROMISE("caCompromise", 2),
    AFFILIATION_CHANGED("affiliationChanged", 3),
    SUPERSEDED("superseded", 4),
    CESSATION_OF_OPERATION("cessationOfOperation", 5),
    CERTIFICATE_HOLD("certificateHold", 6),
    PRIVILEGE_WITHDRAWN("privilegeWithdrawn", 9);

    private final String option;
    private final int code;

    RevocationReason(String option, int code) {
        this.option = option;
        this.code = code;
    }

    /** The spelling on the command line and in the index. */
    public String option() {
        return option;
    }

    int code() {
        return code;
    }

    /** Parses an option, ignoring case. */
    public static RevocationReason ofOption(String option) {
        return Arrays.stream(values())
                .filter(reason -> reason.option.equalsIgnoreCase(option))
                .findFirst()
                .orElseThrow(() -> new InvalidCertificateRequestException("\"" + option
                        + "\" is no reason; take one of "
                        + Arrays.stream(values()).map(RevocationReason::option).collect(Collectors.joining(", "))));
    }
}
