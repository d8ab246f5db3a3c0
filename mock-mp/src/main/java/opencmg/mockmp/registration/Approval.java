package opencmg.mockmp.registration;

/** Approval of a device, with the numbers that replies carry (protocol.md 2.5). */
public enum Approval {
    /** Waits for somebody; gets no secrets and no token. */
    PENDING(0, -1),
    /** By a person, or by a PKI certificate, a token or the domain. */
    APPROVED(1, 1),
    /** By its Entra identity. */
    APPROVED_BY_ENTRA(3, 3);

    private final int stored;
    private final int replied;

    Approval(int stored, int replied) {
        this.stored = stored;
        this.replied = replied;
    }

    int stored() {
        return stored;
    }

    /** Value of ApprovalStatus in a reply. */
    public int replied() {
        return replied;
    }

    static Approval of(int stored) {
        return stored == 3 ? APPROVED_BY_ENTRA : stored == 1 ? APPROVED : PENDING;
    }
}
