/**
 * The simulated client installation: what {@code ccmsetup.exe} does on a computer on the internet or inside, over the real protocol, in the real order
 * (protocol.md 3.2).
 *
 * <p>{@link opencmg.client.setup.CcmSetup} is the flow, one class for each step: {@code NetworkLocation}, {@code CredentialResolver} with {@code AadInfo} and {@code
 * TokenExchange}, {@code SiteLookup}, {@code ContentSources}, {@code ClientFiles} with {@code Transfer}, {@code RegTask}, and {@code AgentStart} for all
 * that the installed agent does. {@code MpSession} carries their requests, {@code CcmHttp} writes the lines around each. A step that fails throws
 * {@link opencmg.client.setup.SetupFailedException}, which names the hop.
 *
 * <p>Users: the command {@code opencmg ccmsetup} and the demo. Threads: runs on the caller's thread and blocks it, so never on an event loop.
 * Limits: client files up to 1 GiB each, at most 100 of them; attempts and waits by {@link opencmg.client.setup.RetryPolicy}.
 */
@NullMarked
package opencmg.client.setup;

import org.jspecify.annotations.NullMarked;
