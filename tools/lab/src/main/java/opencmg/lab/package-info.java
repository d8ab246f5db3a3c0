/**
 * The whole chain on one machine: PKI, mock site, connection points and gateways, started in order and stopped in reverse order.
 *
 * <p>{@link opencmg.lab.Lab} is a running lab. {@code PartStarter} starts its parts, either in this JVM or as separate processes. Every part starts
 * from its YAML file in the lab directory, so people can restart it by hand. {@link opencmg.client.descriptor.LabFile} is {@code lab.json}, the
 * stable interface for scripts.
 *
 * <p>Users: the commands, the demo and the end-to-end tests. Threads: start and stop block the caller; servers run on event loops. Limits: 16
 * gateways, as in the product, and 16 connection points.
 */
@NullMarked
package opencmg.lab;

import org.jspecify.annotations.NullMarked;
