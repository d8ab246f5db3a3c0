package opencmg.client.setup;

/** A management point as this client reaches it: through a gateway, or directly on the intranet. */
public sealed interface ManagementPoint permits InternetMp, IntranetMp {

    /** As messages and logs name it. */
    String name();

    /** Host alone, as {@code CCM_CcmHttp_Status} has it. */
    String host();

    /**
     * Where a request goes.
     *
     * @param withToken whether it carries a token, which a gateway wants under another prefix than a certificate
     * @param tail begins with a slash
     */
    String url(boolean withToken, String path);
}
