package opencmg.mockmp.registration;

/** Approval of a device, with its numbers in the database and in replies (protocol.md 2.5). */
public enum Approval {
    /** Not approved yet: the device gets no secrets and no token. */
    PENDING(0, -1),
    /** Approved by a person, or by a PKI certificate, a token or the domain. */
    APPROVED(1, 1),
    /** Approved by its Entra identity. */
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

    /** ApprovalStatus of a reply. */
    public int replied() {
        return replied;
    }

    static Approval of(int stored) {
        return stored == 3 ? APPROVED_BY_ENTRA : stored == 1 ? APPROVED : PENDING;
    }
}
