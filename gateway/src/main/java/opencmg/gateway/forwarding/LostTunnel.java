package opencmg.gateway.forwarding;

import java.time.Instant;
import java.util.UUID;

/**
 * A tunnel that carries nothing new any more, for operators who come later.
 *
 * @param id as in the log
 * @param peer address and port of the connection point
 * @param connectionPoint its connection id
 * @param siteCode the site that it served
 * @param at when
 * @param reason lost, drained or replaced, and why
 */
public record LostTunnel(String id, String peer, UUID connectionPoint, String siteCode, Instant at, String reason) {}
