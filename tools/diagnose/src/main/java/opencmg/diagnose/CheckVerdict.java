package opencmg.diagnose;

/** What a check came to. */
public enum CheckVerdict {
    GREEN,
    RED,
    /** What the check needs to know was not given: neither good nor bad. */
    NOT_CHECKED
}
