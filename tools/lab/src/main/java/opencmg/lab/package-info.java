/**
 * The whole chain on one machine: PKI, mock site, connection points, gateways, started in order and ended in reverse.
 *
 * <p>{@link opencmg.lab.Lab} is one that runs. {@code Parts} starts its parts, in this JVM or as processes of their own; every part is
 * started from the YAML file that stands in the lab's directory, so that people can start it again by hand. {@link opencmg.client.descriptor.LabFile} is
 * {@code lab.json}, the promise to scripts.
 *
 * <p>Users: the commands, the demo, the end-to-end tests. Threads: starting and ending block the caller; servers run on event loops. Limits: 16
 * gateways, as the product; 16 connection points.
 */
@NullMarked
package opencmg.lab;

import org.jspecify.annotations.NullMarked;
