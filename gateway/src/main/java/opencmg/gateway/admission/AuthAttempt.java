package opencmg.gateway.admission;

import opencmg.gateway.identity.AuthMethod;

/**
 * What one way to come in said to a request.
 *
 * @param said for operators: whom it knows, why it refuses, or why it was not asked
 */
public record AuthAttempt(AuthMethod way, String said) {}
