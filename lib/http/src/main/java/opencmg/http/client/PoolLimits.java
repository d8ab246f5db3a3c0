package opencmg.http.client;

/**
 * For each server.
 *
 * @param connections at most, those that are being dialled among them
 * @param waiting askers at most; one more is refused at once
 * @param keepAliveSeconds for which an idle connection is kept, and at most one second less
 */
public record PoolLimits(int connections, int waiting, int keepAliveSeconds) {}
