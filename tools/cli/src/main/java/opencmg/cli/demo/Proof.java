package opencmg.cli.demo;

/**
 * One thing that was tried.
 *
 * @param what in a few words
 * @param expected for example {@code 403}
 * @param got what came, with the gateway's own words for a refusal
 * @param hop who answered, as far as the answer tells
 */
record Proof(String what, String expected, String got, String hop) {

    boolean holds() {
        return got.equals(expected) || got.startsWith(expected + " ");
    }
}
