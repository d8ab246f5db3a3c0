package opencmg.gateway.identity;

/** Who may read the long form of a refusal. The log and the admin server always contain it. */
public enum ExplainAudience {
    OPERATORS,
    /** Also remote clients: for test environments. */
    CLIENTS
}
