/**
 * Client notification over HTTP: long polls at {@code /bgb/handler.ashx} (protocol.md 2.1; the responses are our own form).
 *
 * <p>Users: the management point's router, and the site server API, which sends notifications. Threads: event loops. Limits: 50,000 waiting clients, a
 * timeout for each.
 */
@NullMarked
package opencmg.mockmp.notification;

import org.jspecify.annotations.NullMarked;
