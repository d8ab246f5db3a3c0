package opencmg.cli.demo;

/**
 * The result of one attempt.
 *
 * @param what short description
 * @param expected for example {@code 403}
 * @param got the result, with the gateway's text for a refusal
 * @param hop which hop answered, if the response says so
 */
record Proof(String what, String expected, String got, String hop) {

    boolean holds() {
        return got.equals(expected) || got.startsWith(expected + " ");
    }
}
