/**
 * The multipart message of protocol.md 2.2 to 2.6, from bytes to {@link opencmg.mockmp.messaging.Message} and back, and its way to the endpoint
 * that it names. Endpoints live in the packages of their subject. Reading, dispatching and answering run on the threads of
 * {@link opencmg.mockmp.database.BlockingWork}; only {@link opencmg.mockmp.messaging.MessagingHandler} is on the event loop. Limits: the size as sent,
 * the inflated size, the number of parts.
 */
@NullMarked
package opencmg.mockmp.messaging;

import org.jspecify.annotations.NullMarked;
