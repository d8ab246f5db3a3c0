package opencmg.mockmp.policy;

import java.util.UUID;

/**
 * That a client has to have a policy.
 *
 * @param serial rises with each change; the newest that a client has seen is its cookie
 */
record Assignment(long serial, UUID id, Policy policy) {}
