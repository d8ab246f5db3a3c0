/**
 * Client notification over HTTP: long polls at {@code /bgb/handler.ashx} (protocol.md 2.1; the answers are our own). Event loops; the number of
 * waiting clients is limited, and each waits for a limited time.
 */
@NullMarked
package opencmg.mockmp.notification;

import org.jspecify.annotations.NullMarked;
