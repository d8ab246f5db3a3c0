/**
 * The HTTP server for operators and probes: read only, JSON, on loopback unless the settings say otherwise.
 *
 * <p>Users: the composition root. Threads: its own Vert.x context; pages are made of snapshots of the loops. Limits: GET and HEAD only, no request
 * body is read, idle connections are closed after a minute.
 */
@NullMarked
package opencmg.connectionpoint.admin;

import org.jspecify.annotations.NullMarked;
