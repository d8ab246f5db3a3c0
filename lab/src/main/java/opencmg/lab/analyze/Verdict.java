package opencmg.lab.analyze;

/** What a check came to. */
public enum Verdict {
    GREEN,
    RED,
    /** What the check needs to know was not given: neither good nor bad. */
    NOT_CHECKED
}
