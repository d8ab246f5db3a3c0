package opencmg.gateway.site;

/**
 * What became of a site configuration that came in.
 *
 * @param result whether it is in force now
 * @param siteCode the site that it speaks of
 * @param version its version
 * @param reason why it is not in force; empty when it is
 */
public record ApplyResult(Result result, String siteCode, long version, String reason) {

    /** In force, left aside, or refused. */
    public enum Result {
        APPLIED,
        /** Not newer than what the gateway has. Usual: every connection point brings the same one. */
        NOT_NEWER,
        /** Something in it is wrong. The older one stays in force. */
        INVALID
    }
}
