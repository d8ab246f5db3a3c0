package opencmg.client.setup;

/** A management point, reached through a gateway or directly on the intranet. */
public sealed interface ManagementPoint permits InternetMp, IntranetMp {

    /** As in messages and logs. */
    String name();

    /** The host without port, as in {@code CCM_CcmHttp_Status}. */
    String host();

    /**
     * The URL of a request.
     *
     * @param withToken whether the request has a token; a gateway then uses another prefix than for a certificate
     * @param path begins with a slash
     */
    String url(boolean withToken, String path);
}
