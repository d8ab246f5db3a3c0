package opencmg.wire;

import java.util.Locale;

/** What a {@link Wire} does to bytes. */
public enum WireFault {
    /** Lets everything through. */
    PASS("bytes go through"),
    /** Reads nothing: both sides see a peer that stops taking, sockets stay open. */
    STALL("nothing is read, senders feel pressure"),
    /** Reads and throws away: a network that drops every packet while sockets stay open. */
    BLACK_HOLE("bytes are taken and thrown away, sockets stay open"),
    /** Lets a limited number of bytes a second through. */
    SLOW("a limited number of bytes a second goes through"),
    /** Changes one bit of each piece. */
    GARBLE("one bit of each piece is changed"),
    /** Closes new connections at once. */
    REFUSE("new connections are closed at once");

    private final String meaning;

    WireFault(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    /** As it is written on the command line, for example {@code black-hole}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The reverse of {@link #option}.
     *
     * @throws IllegalArgumentException when there is no such fault
     */
    public static WireFault of(String option) {
        for (WireFault fault : values()) {
            if (fault.option().equals(option)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("'" + option + "' is no fault, for example black-hole");
    }
}
