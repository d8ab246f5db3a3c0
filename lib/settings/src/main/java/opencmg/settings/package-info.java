/**
 * From a YAML file to validated records: the small leaf that gateway, connection point and mock site share.
 *
 * <p>Job: read, refuse what is unknown or missing, name file, key path and a right example. Threads: reads files, so never on an event loop.
 * Limits: a settings file over 1 MiB is refused.
 */
@NullMarked
package opencmg.settings;

import org.jspecify.annotations.NullMarked;
