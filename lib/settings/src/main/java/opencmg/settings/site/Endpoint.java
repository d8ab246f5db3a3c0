package opencmg.settings.site;

import opencmg.settings.Require;

/**
 * One published path prefix of a role.
 *
 * @param name as in traffic reports, for example {@code CCM_STS}
 * @param path prefix that begins with a slash and ends without one; matched without regard to case, on whole segments
 * @param bodyLimit largest request body in bytes
 * @param deadlineSeconds longest wait for the first byte of the answer
 * @param enrolment whether a bulk registration token opens it: only what a new client needs
 */
public record Endpoint(String name, String path, long bodyLimit, int deadlineSeconds, boolean enrolment) {

    public static final long DEFAULT_BODY_LIMIT = 16L << 20;
    public static final int DEFAULT_DEADLINE_SECONDS = 60;
    public static final int MOST_DEADLINE_SECONDS = 3600;

    public Endpoint {
        Require.matches(name, "[A-Za-z0-9_.-]{1,64}", "name", "CCM_STS");
        Require.matches(path, "(/[A-Za-z0-9_.$-]+)+", "path", "/CCM_STS");
        bodyLimit = bodyLimit == 0 ? DEFAULT_BODY_LIMIT : bodyLimit;
        deadlineSeconds = deadlineSeconds == 0 ? DEFAULT_DEADLINE_SECONDS : deadlineSeconds;
        if (bodyLimit < 0 || deadlineSeconds < 0 || deadlineSeconds > MOST_DEADLINE_SECONDS) {
            throw new IllegalArgumentException(
                    "bodyLimit must not be negative, and deadlineSeconds must be 0 to " + MOST_DEADLINE_SECONDS);
        }
    }
}
