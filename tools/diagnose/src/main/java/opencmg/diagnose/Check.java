package opencmg.diagnose;

/** The six checks, in the order of a request's way. */
public enum Check {
    SERVICE(1, "service", "Gateway reachable and ready"),
    SERVER_CERTIFICATE(2, "server-certificate", "Server certificate"),
    CONFIGURATION(3, "configuration-version", "Configuration version current on every gateway"),
    CONNECTION_POINTS(4, "connection-points", "Connection points connected"),
    MANAGEMENT_POINT(5, "management-point", "Channel to management point"),
    UPDATE_POINT(6, "update-point", "Software update point");

    private final int number;
    private final String id;
    private final String title;

    Check(int number, String id, String title) {
        this.number = number;
        this.id = id;
        this.title = title;
    }

    /** 1 to 6. */
    public int number() {
        return number;
    }

    /** For machines. */
    public String id() {
        return id;
    }

    public String title() {
        return title;
    }
}
