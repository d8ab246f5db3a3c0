package opencmg.bench.report;

/** A number that is measured. */
public enum Metric {
    REQUESTS("requests/s", true),
    MEGABYTES("MB/s", true),
    CPU("CPU µs per request", false),
    P50("p50 ms", false),
    P99("p99 ms", false),
    P999("p99.9 ms", false),
    ADMISSION_BY_TOKEN("CPU µs to admit, token", false),
    ADMISSION_BY_CERTIFICATE("CPU µs to admit, certificate", false),
    AUTHENTICATION_SHARE("% of a request without", false),
    CONNECTIONS("connections/s", true),
    REGISTRATIONS("registrations/s", true),
    CPU_OF_CONNECTION("CPU µs per connection", false),
    CPU_OF_CLIENT("CPU µs of the client", false),
    KIB_AT_1000("KiB per connection at 1,000", false),
    KIB_AT_10000("KiB per connection at 10,000", false),
    EDGE_MIB("edge process MiB, all connections", false),
    START("ms to the first answer", false);

    private final String text;
    private final boolean higherIsBetter;

    Metric(String text, boolean higherIsBetter) {
        this.text = text;
        this.higherIsBetter = higherIsBetter;
    }

    public String text() {
        return text;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }
}
