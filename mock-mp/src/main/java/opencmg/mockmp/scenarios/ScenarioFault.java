package opencmg.mockmp.scenarios;

/** What can go wrong on demand. */
public enum ScenarioFault {
    /** The answer comes late. */
    SLOW,
    /** A 200 whose body never ends. */
    ENDLESS_BODY,
    /** The connection is cut after the head and some of the body. */
    CUT,
    /** The connection is cut before anything is answered. */
    CUT_AT_ONCE,
    /** As IIS with "require client certificate": 403 Client certificate required. */
    CLIENT_CERTIFICATE_REQUIRED,
    /** 403 Forbidden. */
    FORBIDDEN,
    /** 401 Unauthorized. */
    UNAUTHORIZED,
    /** 500 Internal Server Error. */
    SERVER_ERROR,
    /** 503 Service Unavailable. */
    UNAVAILABLE,
    /** A 200 with bytes that are no multipart message. */
    MALFORMED_REPLY
}
