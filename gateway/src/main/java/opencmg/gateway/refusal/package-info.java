/**
 * Why a request is not served: one table of reasons, one exception that carries a reason, one rendering (docs/authentication.md).
 *
 * <p>Used by every package of the gateway; knows none of them. Thread-safe: everything here is immutable. Nothing is kept.
 */
@NullMarked
package opencmg.gateway.refusal;

import org.jspecify.annotations.NullMarked;
