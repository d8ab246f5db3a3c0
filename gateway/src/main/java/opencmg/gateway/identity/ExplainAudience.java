package opencmg.gateway.identity;

/** Who reads the long form of a refusal. The log and the admin face always have it. */
public enum ExplainAudience {
    OPERATORS,
    /** Remote clients too: for laboratories. */
    CLIENTS
}
