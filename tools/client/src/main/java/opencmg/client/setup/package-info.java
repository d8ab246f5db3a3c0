/**
 * The simulated client installation: what {@code ccmsetup.exe} does on the internet or on the intranet, with the same protocol and in the same order
 * (protocol.md 3.2).
 *
 * <p>{@link opencmg.client.setup.CcmSetup} is the flow. There is a class for each step: {@code NetworkLocation}, {@code CredentialResolver} with {@code AadInfo} and {@code
 * TokenExchange}, {@code SiteLookup}, {@code ContentSources}, {@code ClientFiles} with {@code Transfer}, {@code RegTask}, and {@code AgentStart} for
 * the installed agent. {@code MpSession} builds their requests, {@code CcmHttp} sends and logs them. A step that fails throws
 * {@link opencmg.client.setup.SetupFailedException}, which names the hop.
 *
 * <p>Users: the command {@code opencmg ccmsetup} and the demo. Threads: runs on the calling thread and blocks it, so it must not be an event loop.
 * Limits: client files up to 1 GiB each, at most 100 of them; attempts and waiting times as in {@link opencmg.client.setup.RetryPolicy}.
 */
@NullMarked
package opencmg.client.setup;

import org.jspecify.annotations.NullMarked;
