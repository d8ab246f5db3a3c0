/**
 * Site tokens (protocol.md 5): issued, verified, listed and blocked; and the bulk registration token tool. {@link opencmg.mockmp.tokens.TokenIssuer}
 * works without a running site, given a signing key and a clock. Signing and verifying cost CPU and the ledger JDBC: off the event loop.
 */
@NullMarked
package opencmg.mockmp.tokens;

import org.jspecify.annotations.NullMarked;
