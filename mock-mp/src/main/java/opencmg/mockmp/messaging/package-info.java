/**
 * The multipart message of protocol.md 2.2 to 2.6: parsing to {@link opencmg.mockmp.messaging.Message}, dispatch to the endpoint that it names, encoding
 * of the reply. Endpoints live in the packages of their subject.
 *
 * <p>Users: the composition root, and packages with endpoints. Threads: {@link opencmg.mockmp.messaging.MessagingHandler} runs on the event loop, all
 * else on the worker threads of {@link opencmg.mockmp.database.WorkerPool}. Limits: the size as sent, the inflated size, the number of parts, the heap
 * for all messages together.
 */
@NullMarked
package opencmg.mockmp.messaging;

import org.jspecify.annotations.NullMarked;
