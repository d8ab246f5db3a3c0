/**
 * The face for operators and probes: read only, JSON, on loopback unless the settings say otherwise.
 *
 * <p>Started by the composition root. Threads: its own Vert.x context; asks the loops for snapshots. Limits: GET and HEAD only, no body is
 * read, idle connections are closed after a minute.
 */
@NullMarked
package opencmg.connectionpoint.admin;

import org.jspecify.annotations.NullMarked;
