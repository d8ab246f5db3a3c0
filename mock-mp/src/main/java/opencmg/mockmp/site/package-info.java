/**
 * The site server: the site configuration with its version, for connection points that wait for the next one, and the face for people
 * (devices, tokens, policies, messages, queries). Faces are on the event loop, the rest on worker threads; waiting connection points are limited.
 */
@NullMarked
package opencmg.mockmp.site;

import org.jspecify.annotations.NullMarked;
